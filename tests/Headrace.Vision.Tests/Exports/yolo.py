"""Networks with YOLOv5's, v8's, v10's and v11's parts and heads, exported as Ultralytics exports them, and what is in photographs by them: for the tests.

usage: yolo.py FOLDER IMAGE...     writes FOLDER/NAME.onnx and FOLDER/NAME.json for every export below

Weights are random, but the heads are scaled so that a few boxes of each photograph are sure enough. The answers are this script's own: OpenCV reads and
fits the photographs in, PyTorch runs the network before its export, PyTorch and NumPy choose among its boxes. Nothing in it is ONNX Runtime's or ours.
"""
import json
import sys

import cv2
import numpy as np
import onnx
import torch
from torch import nn

from halves import to_half

CLASSES = ["person", "driver's mate", 'a "quoted" boat', "potted plant"] + [f"thing {n}" for n in range(4, 80)]
STRIDES = (8, 16, 32)
CONFIDENCE, OVERLAP = 0.25, 0.45


class Conv(nn.Sequential):
    def __init__(self, from_, to, size=1, stride=1, groups=1):
        super().__init__(nn.Conv2d(from_, to, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(to), nn.SiLU())


class Bottleneck(nn.Module):
    def __init__(self, width, shortcut=True):
        super().__init__()
        self.one, self.two, self.shortcut = Conv(width, width, 3), Conv(width, width, 3), shortcut

    def forward(self, x):
        y = self.two(self.one(x))
        return x + y if self.shortcut else y


class C3(nn.Module):
    """v5's: two ways through, joined."""

    def __init__(self, from_, to, shortcut=True):
        super().__init__()
        self.left, self.right, self.join = Conv(from_, to // 2), Conv(from_, to // 2), Conv(to, to)
        self.inner = Bottleneck(to // 2, shortcut)

    def forward(self, x):
        return self.join(torch.cat((self.inner(self.left(x)), self.right(x)), 1))


class C2f(nn.Module):
    """v8's: split, and every step kept. v11's C3k2 is the same with a C3 inside."""

    def __init__(self, from_, to, shortcut=True, inner=None):
        super().__init__()
        self.split, self.join = Conv(from_, to), Conv(to // 2 * 3, to)
        self.inner = inner or Bottleneck(to // 2, shortcut)

    def forward(self, x):
        parts = list(self.split(x).chunk(2, 1))
        parts.append(self.inner(parts[-1]))
        return self.join(torch.cat(parts, 1))


class Sppf(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.one, self.two, self.pool = Conv(width, width // 2), Conv(width * 2, width), nn.MaxPool2d(5, 1, 2)

    def forward(self, x):
        parts = [self.one(x)]
        for _ in range(3):
            parts.append(self.pool(parts[-1]))
        return self.two(torch.cat(parts, 1))


class Attention(nn.Module):
    """v11's C2PSA, its attention alone."""

    def __init__(self, width, heads=2):
        super().__init__()
        self.heads, self.key, self.value = heads, width // heads // 2, width // heads
        self.qkv, self.position, self.project = Conv(width, width * 2), Conv(width, width, 3, groups=width), Conv(width, width)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = self.qkv(x).view(b, self.heads, 2 * self.key + self.value, h * w).split([self.key, self.key, self.value], 2)
        attention = ((q.transpose(-2, -1) @ k) * self.key**-0.5).softmax(-1)
        y = (v @ attention.transpose(-2, -1)).view(b, c, h, w) + self.position(v.reshape(b, c, h, w))
        return x + self.project(y)


class V8Head(nn.Module):
    """Distances to four sides as distributions over 16 bins, and a logit for each class; no objectness. v11's is the same with lighter convolutions."""

    BINS = 16

    def __init__(self, widths, light):
        super().__init__()
        between = [Conv(w, w, 3, groups=w) if light else Conv(w, w, 3) for w in widths]
        self.boxes = nn.ModuleList(nn.Sequential(Conv(w, w, 3), nn.Conv2d(w, 4 * self.BINS, 1)) for w in widths)
        self.classes = nn.ModuleList(nn.Sequential(step, nn.Conv2d(w, len(CLASSES), 1)) for step, w in zip(between, widths))

    def last(self):
        """Of each level the layers that give boxes and scores, which of their channels, and in how many cells something is to be seen."""
        return [(boxes[-1], classes[-1], slice(0, None), slice(0, None), 0.03) for boxes, classes in zip(self.boxes, self.classes)]

    def forward(self, levels):
        b = levels[0].shape[0]
        rows = torch.cat([torch.cat((box(x), score(x)), 1).view(b, 4 * self.BINS + len(CLASSES), -1) for x, box, score in zip(levels, self.boxes, self.classes)], 2)
        box, score = rows.split((4 * self.BINS, len(CLASSES)), 1)
        centres, strides = grid(levels)
        bins = torch.arange(self.BINS, dtype=torch.float32).view(1, self.BINS, 1, 1)
        sides = (box.view(b, 4, self.BINS, -1).transpose(2, 1).softmax(1) * bins).sum(1)
        low, high = centres - sides[:, :2], centres + sides[:, 2:]
        return torch.cat((torch.cat(((low + high) / 2, high - low), 1) * strides, score.sigmoid()), 1)


class V5Head(nn.Module):
    """Three anchors a cell: offsets, sides, objectness, classes."""

    ANCHORS = ((10, 13, 16, 30, 33, 23), (30, 61, 62, 45, 59, 119), (116, 90, 156, 198, 373, 326))

    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(w, 3 * (5 + len(CLASSES)), 1) for w in widths)

    def last(self):
        wide = 5 + len(CLASSES)
        rows = lambda first, end: [anchor * wide + row for anchor in range(3) for row in range(first, end)]
        return [(layer, layer, rows(0, 4), rows(4, wide), 0.2) for layer in self.layers]

    def forward(self, levels):
        found = []
        for layer, x, stride, anchors in zip(self.layers, levels, STRIDES, self.ANCHORS):
            b, _, h, w = x.shape
            y = layer(x).view(b, 3, 5 + len(CLASSES), h, w).permute(0, 1, 3, 4, 2).sigmoid()
            xy, wh, scores = y.split((2, 2, 1 + len(CLASSES)), 4)
            rows, columns = torch.meshgrid(torch.arange(h, dtype=torch.float32), torch.arange(w, dtype=torch.float32), indexing="ij")
            xy = (xy * 2 + torch.stack((columns, rows), 2) - 0.5) * stride
            wh = (wh * 2) ** 2 * torch.tensor(anchors, dtype=torch.float32).view(1, 3, 1, 1, 2)
            found.append(torch.cat((xy, wh, scores), 4).view(b, -1, 5 + len(CLASSES)))
        return torch.cat(found, 1)


def grid(levels):
    centres, strides = [], []
    for x, stride in zip(levels, STRIDES):
        h, w = x.shape[2:]
        rows, columns = torch.meshgrid(torch.arange(h, dtype=torch.float32) + 0.5, torch.arange(w, dtype=torch.float32) + 0.5, indexing="ij")
        centres.append(torch.stack((columns, rows), 0).view(2, -1))
        strides.append(torch.full_like(centres[-1][:1], stride))
    return torch.cat(centres, 1).unsqueeze(0), torch.cat(strides, 1).unsqueeze(0)


class Network(nn.Module):
    """Down to a 32nd, up again, down again, as all of the family; WIDTHS at an 8th, a 16th and a 32nd."""

    WIDTHS = (16, 32, 32)

    def __init__(self, version):
        super().__init__()
        eighth, sixteenth, last = self.WIDTHS
        if version == 5:
            block = C3
        elif version == 11:
            block = lambda from_, to, shortcut=True: C2f(from_, to, shortcut, C3(to // 2, to // 2, shortcut))
        else:
            block = C2f
        self.to8 = nn.Sequential(Stem(8) if version == 5 else Conv(3, 8, 3, 2), Conv(8, 16, 3, 2), block(16, 16), Conv(16, eighth, 3, 2), block(eighth, eighth))
        self.to16 = nn.Sequential(Conv(eighth, sixteenth, 3, 2), block(sixteenth, sixteenth))
        self.to32 = nn.Sequential(Conv(sixteenth, last, 3, 2), block(last, last), Sppf(last), *([Attention(last)] if version == 11 else []))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.up16, self.up8 = block(last + sixteenth, sixteenth, False), block(sixteenth + eighth, eighth, False)
        self.down16, self.join16 = Conv(eighth, eighth, 3, 2), block(eighth + sixteenth, sixteenth, False)
        self.down32, self.join32 = Conv(sixteenth, sixteenth, 3, 2), block(sixteenth + last, last, False)
        self.head = V5Head(self.WIDTHS) if version == 5 else V8Head(self.WIDTHS, light=version == 11)

    def levels(self, x):
        at8 = self.to8(x)
        at16 = self.to16(at8)
        at32 = self.to32(at16)
        up16 = self.up16(torch.cat((self.up(at32), at16), 1))
        up8 = self.up8(torch.cat((self.up(up16), at8), 1))
        down16 = self.join16(torch.cat((self.down16(up8), up16), 1))
        return up8, down16, self.join32(torch.cat((self.down32(down16), at32), 1))

    def forward(self, x):
        return self.head(self.levels(x))


class Stem(Conv):
    """v5 begins with six by six."""

    def __init__(self, to):
        super().__init__(3, to, 6, 2)
        self[0].padding = (2, 2)


class EndToEnd(nn.Module):
    """v10's way, and that of exports with nms=True: the export chooses, and gives corners, score and class of a fixed number of boxes."""

    MOST = 300

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        rows = self.network(x).transpose(1, 2)
        score, kind = rows[..., 4:].max(-1)
        score, order = score.topk(self.MOST, 1)
        box = rows[..., :4].gather(1, order.unsqueeze(-1).expand(-1, -1, 4))
        return torch.cat((box[..., :2] - box[..., 2:] / 2, box[..., :2] + box[..., 2:] / 2, score.unsqueeze(-1), kind.gather(1, order).unsqueeze(-1).float()), 2)


def letterbox(image, height, width):
    """-> the input, and how to come back from it."""
    scale = min(height / image.shape[0], width / image.shape[1])
    w, h = round(image.shape[1] * scale), round(image.shape[0] * scale)
    left, top = (width - w) // 2, (height - h) // 2
    padded = np.full((height, width, 3), 114, np.uint8)
    padded[top:top + h, left:left + w] = cv2.resize(image, (w, h), interpolation=cv2.INTER_LINEAR)
    return torch.from_numpy(padded[..., ::-1].transpose(2, 0, 1).copy()).float()[None] / 255, (left, top, image.shape[1] / w, image.shape[0] / h)


def calibrate(network, inputs):
    """Random weights as a trained network's: levels of about one everywhere, boxes of many sizes, one cell in two hundred sure of something."""
    network.train()
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = None  # the mean over all that is seen
            elif isinstance(module, nn.Conv2d) and module.kernel_size[0] > 1:
                # Soft kernels: a random one hears a photograph's noise louder than what is in it.
                module.weight.copy_(module.weight[..., :1, :1] + 0.2 * module.weight)
        for x in inputs:
            network(x)
        network.eval()
        for boxes, scores, box_rows, score_rows, rare in network.head.last():
            heard = {layer: [] for layer in (boxes, scores)}
            hooks = [layer.register_forward_pre_hook(lambda layer, given: heard[layer].append(given[0].flatten(2)[0])) for layer in heard]
            for x in inputs:
                network(x)
            for hook in hooks:
                hook.remove()
            # What tells one photograph from another as a whole says nothing of what is in it.
            means = torch.stack([features.mean(1) for features in heard[scores]], 1)
            whole = torch.linalg.qr(means - means.mean(1, keepdim=True)).Q[:, : len(inputs) - 1]
            weight = scores.weight[score_rows].flatten(1)
            scores.weight[score_rows] = (weight - weight @ whole @ whole.T)[..., None, None]
            says = lambda layer, rows: layer.weight[rows].flatten(1) @ torch.cat(heard[layer], 1) + layer.bias[rows][:, None]
            boxes.weight[box_rows] *= 1 / says(boxes, box_rows).std()
            boxes.bias[box_rows] -= says(boxes, box_rows).mean(1)
            scores.weight[score_rows] *= 1 / says(scores, score_rows).std()
            # Each logit's own mean goes, then one bias for all lets the surest through.
            scores.bias[score_rows] -= says(scores, score_rows).mean(1)
            scores.bias[score_rows] -= torch.quantile(says(scores, score_rows).max(0).values, 1 - rare)


def choose(rows, place, version):
    """The boxes of one photograph, in its own pixels: best class of each, the surest first, those of a class that overlap it too much go."""
    if version == 10:
        box, score, kind = (rows[:, :2] + rows[:, 2:4]) / 2, rows[:, 4], rows[:, 5].long()
        box = torch.cat((box, rows[:, 2:4] - rows[:, :2]), 1)
    elif version == 5:
        score, kind = (rows[:, 5:] * rows[:, 4:5]).max(1)
        score = torch.where(rows[:, 4] > CONFIDENCE, score, torch.zeros(()))
        box = rows[:, :4]
    else:
        score, kind = rows[4:].max(0)
        box = rows[:4].T
    keep = score > CONFIDENCE
    box, score, kind = box[keep].double().numpy(), score[keep].double().numpy(), kind[keep].numpy()
    left, top, across, down = place
    boxes = np.stack((
        (box[:, 0] - box[:, 2] / 2 - left) * across, (box[:, 1] - box[:, 3] / 2 - top) * down,
        (box[:, 0] + box[:, 2] / 2 - left) * across, (box[:, 1] + box[:, 3] / 2 - top) * down), 1)
    order = list(np.argsort(-score, kind="stable"))
    found = []
    while order:
        best = order.pop(0)
        found.append({"label": CLASSES[kind[best]], "accuracy": float(score[best]), "corners": [float(c) for c in boxes[best]]})
        if version != 10:
            order = [n for n in order if kind[n] != kind[best] or iou(boxes[best], boxes[n]) <= OVERLAP]
    return found


def iou(a, b):
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0, across) * max(0, down)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def export(module, path, height, width, dynamic, columns_first, metadata):
    """torch.onnx as Ultralytics calls it: names, opset, axes; what it writes into the model besides."""
    axes = {"images": {0: "batch", 2: "height", 3: "width"}, "output0": {0: "batch", 2 if columns_first else 1: "anchors"}} if dynamic else None
    torch.onnx.export(module, torch.zeros(1, 3, height, width), path, opset_version=12, do_constant_folding=True, input_names=["images"], output_names=["output0"], dynamic_axes=axes)
    model = onnx.load(path)
    for key, value in metadata.items():
        model.metadata_props.append(onnx.StringStringEntryProto(key=key, value=str(value)))
    onnx.save(model, path)


def main(folder, images):
    torch.manual_seed(8)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    photographs = {path: cv2.imread(path) for path in images}
    names = str(dict(enumerate(CLASSES)))
    for version, name, height, width, dynamic in ((5, "v5", 256, 256, False), (8, "v8", 192, 320, True), (10, "v10", 256, 256, False), (11, "v11", 224, 256, False)):
        network = Network(version)
        inputs = {path: letterbox(image, height, width) for path, image in photographs.items()}
        calibrate(network, [x for x, _ in inputs.values()])
        module = (EndToEnd(network) if version == 10 else network).eval()
        with torch.no_grad():
            found = {path: choose(module(x)[0], place, version) for path, (x, place) in inputs.items()}
        path = f"{folder}/{name}.onnx"
        metadata = {"stride": 32, "names": names} if version == 5 else {
            "description": f"Ultralytics YOLO{name}n model", "author": "Ultralytics", "version": "8.3.0", "license": "AGPL-3.0", "stride": 32, "task": "detect", "batch": 1,
            "imgsz": [height, width], "names": names, **({"end2end": True} if version == 10 else {})}
        export(module, path, height, width, dynamic, version in (8, 11), metadata)
        if not dynamic:
            to_half(path, f"{folder}/{name}-half.onnx")
        with open(f"{folder}/{name}.json", "w") as file:
            json.dump(found, file)


main(sys.argv[1], sys.argv[2:])
