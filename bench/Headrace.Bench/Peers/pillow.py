"""Pillow's side of the pipeline bench: decode, gray, resize, encode, on every core, from and to memory.

usage: pillow.py FOLDER COUNT    prints images per second
"""
import io
import multiprocessing
import os
import sys
import time

from PIL import Image


def work(photograph):
    out = io.BytesIO()
    Image.open(io.BytesIO(photograph)).convert("L").resize((256, 256)).save(out, "JPEG")
    return len(out.getvalue())


if __name__ == "__main__":
    folder, count = sys.argv[1], int(sys.argv[2])
    photographs = [open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder))]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        pool.map(work, photographs)
        started = time.perf_counter()
        pool.map(work, [photographs[i % len(photographs)] for i in range(count)], chunksize=10)
        print(count / (time.perf_counter() - started))
