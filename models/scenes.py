"""Pictures to train on, from the same renderer that the demos use: `headrace cameras` into a temporary folder."""

import json
import os
import random
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent

# Seeds from 9000 on are held out: no site of theirs is ever trained on. Each run has its own season, hours, size and rivers.
TRAINING = {
    "train-a": "--sites 240 --images-per-site 5 --start 2025-06-03T06:20 --interval 29h --size 640x360 --seed 1001 --objects",
    "train-b": "--sites 240 --images-per-site 5 --start 2025-03-12T05:10 --interval 26h --size 960x540 --seed 1002",
    "train-c": "--sites 240 --images-per-site 5 --start 2025-10-02T14:00 --interval 26h --size 640x360 --seed 1003 --objects",
}
# Every hour of the clock alike, the even ones in spring and the odd ones in autumn: more night and dusk than day.
ALL_HOURS = {
    "train-d": "--sites 200 --images-per-site 12 --start 2025-04-25T00:00 --interval 26h --size 960x540 --seed 1004",
    "train-e": "--sites 200 --images-per-site 12 --start 2025-11-01T01:00 --interval 26h --size 640x360 --seed 1005 --objects",
}
FLOATS_TRAINING = {
    "floats-a": "--sites 300 --images-per-site 6 --start 2025-05-03T06:20 --interval 27h --size 832x480 --seed 2001 --objects",
    "floats-b": "--sites 300 --images-per-site 6 --start 2025-08-12T09:10 --interval 26h --size 832x480 --seed 2002 --objects",
}
FLOATS_HELD_OUT = {
    "floats-held": "--sites 60 --images-per-site 5 --start 2025-07-21T05:30 --interval 28h --size 1280x720 --seed 9101 --objects",
}
HELD_OUT = {
    "held-a": "--sites 60 --images-per-site 5 --start 2025-07-21T05:30 --interval 28h --size 1280x720 --seed 9001 --objects",
    "held-b": "--sites 60 --images-per-site 5 --start 2025-11-21T06:30 --interval 27h --size 1280x720 --seed 9002 --objects",
}
ALL_HOURS_HELD_OUT = {
    "held-c": "--sites 30 --images-per-site 24 --start 2025-04-25T00:00 --interval 25h --size 960x540 --seed 9003",
    "held-d": "--sites 30 --images-per-site 24 --start 2025-11-03T00:00 --interval 25h --size 960x540 --seed 9004",
}


def folders(data, runs):
    """The runs' folders under data; those that are not there yet are rendered."""
    made = []
    for name, arguments in runs.items():
        folder = Path(data) / name
        if not (folder / "hydrograph.csv").exists():
            headrace = os.environ.get("HEADRACE", str(ROOT / "headrace"))
            subprocess.run([headrace, "cameras", *arguments.split(), "--out", str(folder)], check=True)
        made.append(folder)
    return made


def pictures(folder):
    return sorted(folder.glob("site*/*.jpg"))


def hour(picture):
    """On the site's own clock, as the picture's name has it: image_capture_yyyy-MM-dd_HH-mm-ss.jpg."""
    return int(picture.stem.split("_")[-1][:2])


def truth(folder, picture):
    return folder / "truth" / picture.parent.name / (picture.stem + ".png")


def objects(folder):
    """Picture's path under the folder → list of (label, x, y, width, height)."""
    with open(folder / "objects.jsonl") as lines:
        return {line["image"]: [(found["label"], *found["box"]) for found in line["objects"]] for line in map(json.loads, lines)}


def shrink(image, size, choice=None):
    """To the network's size in one of the ways in which callers do it: smooth, or one sample a pixel."""
    choice = random.random() if choice is None else choice
    if choice < 0.5:
        return image.resize(size, Image.BILINEAR)
    if choice < 0.8:
        # Two by two samples: OpenCV's and most tensors' bilinear, which does not look at what lies between them.
        return Image.fromarray(sample(np.asarray(image, np.float32), size).astype(np.uint8))
    return image.resize(size, Image.NEAREST)


def sample(pixels, size):
    """Bilinear with half-pixel centres and no smoothing."""
    height, width = pixels.shape[:2]
    x = np.clip((np.arange(size[0]) + 0.5) * width / size[0] - 0.5, 0, width - 1)
    y = np.clip((np.arange(size[1]) + 0.5) * height / size[1] - 0.5, 0, height - 1)
    x0, y0 = x.astype(int), y.astype(int)
    x1, y1 = np.minimum(x0 + 1, width - 1), np.minimum(y0 + 1, height - 1)
    fx, fy = (x - x0)[None, :, None], (y - y0)[:, None, None]
    upper = pixels[y0][:, x0] * (1 - fx) + pixels[y0][:, x1] * fx
    lower = pixels[y1][:, x0] * (1 - fx) + pixels[y1][:, x1] * fx
    return upper * (1 - fy) + lower * fy
