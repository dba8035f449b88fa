"""OpenCV's side of the detect bench: milliseconds of each run of a Darknet network on an image that is already numbers.

usage: opencv_dnn.py CFG WEIGHTS SIDE THREADS    for every line "RUNS" on standard input prints the median of so many
                                                 runs, and the processor time of each
"""
import statistics
import sys
import time

import cv2
import numpy

cfg, weights, side, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
cv2.setNumThreads(threads)
net = cv2.dnn.readNetFromDarknet(cfg, weights)
net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
names = net.getUnconnectedOutLayersNames()
blob = numpy.random.RandomState(1).uniform(0, 1, (1, 3, side, side)).astype(numpy.float32)


def run():
    started = time.perf_counter()
    net.setInput(blob)
    net.forward(names)
    return (time.perf_counter() - started) * 1e3


run()
print(cv2.__version__, flush=True)
for line in sys.stdin:
    processor = time.process_time()
    median = statistics.median(run() for _ in range(int(line)))
    print(median, (time.process_time() - processor) * 1e3 / int(line), flush=True)
