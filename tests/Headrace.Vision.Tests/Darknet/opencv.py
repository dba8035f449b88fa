"""What OpenCV's DNN module makes of a Darknet model. Files of numbers are float32, little-endian.

usage: opencv.py CFG WEIGHTS INPUT OUTPUT N C H W     runs the model on numbers
       opencv.py CFG WEIGHTS FOLDER OUTPUT H W        runs it on every JPEG of a folder, in order of name; prints their number and
                                                      writes, image by image, what went in and what came out
"""
import glob
import os
import sys

import cv2
import numpy

cfg, weights, source, target, *shape = sys.argv[1:]
shape = [int(side) for side in shape]
net = cv2.dnn.readNetFromDarknet(cfg, weights)
net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)


def forward(blob):
    net.setInput(blob)
    outputs = net.forward(net.getUnconnectedOutLayersNames())
    return numpy.concatenate([output.reshape(blob.shape[0], -1, output.shape[-1]) for output in outputs], axis=1)


with open(target, "wb") as out:
    if os.path.isdir(source):
        images = sorted(glob.glob(os.path.join(source, "*.jpg")))
        for path in images:
            blob = cv2.dnn.blobFromImage(cv2.imread(path), 1 / 255, (shape[1], shape[0]), swapRB=True)
            out.write(blob.astype("<f4").tobytes())
            out.write(forward(blob).astype("<f4").tobytes())
        print(len(images))
    else:
        out.write(forward(numpy.fromfile(source, "<f4").reshape(shape)).astype("<f4").tobytes())
