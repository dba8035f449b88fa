"""The peer of `bench simulate`: the same model as one would write it in Python, an event loop over heapq.

Arguments: arrivals, rate per second, limit, cold start ms, mean run ms, keep-alive ms, seed. Prints seconds of processor time, then what became of the arrivals.
"""
import heapq
import random
import sys
import time

count, rate, limit, startup, mean, keep, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), *map(float, sys.argv[4:7]), int(sys.argv[7])
rng = random.Random(seed)
runs = [rng.expovariate(1 / mean) for _ in range(4096)]

began = time.process_time()
arrivals, now = [], 0.0
for _ in range(count):
    now += rng.expovariate(rate / 1000)
    arrivals.append(now)

events = []          # (time, environment, invocation): ends of runs
idle = []            # (since, environment): newest last, so the oldest is at the front
oldest = 0           # index of the first idle entry that may still be there
running = made = cold = throttled = succeeded = 0
response = [0.0] * count
for invocation, arrives in enumerate(arrivals):
    while events and events[0][0] <= arrives:
        ends, environment, served = heapq.heappop(events)
        running -= 1
        succeeded += 1
        response[served] = ends - arrivals[served]
        idle.append((ends, environment))
    while oldest < len(idle) and arrives - idle[oldest][0] > keep:
        oldest += 1
    if running >= limit:
        throttled += 1
        continue
    running += 1
    run = runs[int(rng.random() * 4096)]
    if len(idle) > oldest:
        _, environment = idle.pop()
    else:
        environment, made, cold, run = made, made + 1, cold + 1, run + startup
    heapq.heappush(events, (arrives + run, environment, invocation))
for ends, environment, served in events:
    succeeded += 1
    response[served] = ends - arrivals[served]
taken = time.process_time() - began
print(taken, succeeded, throttled, cold)
