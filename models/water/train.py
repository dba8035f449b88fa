#!/usr/bin/python3
"""Trains the water segmentation network on procedural river scenes and writes water.onnx, training.csv and summary.json beside this file.

    ./run build && nice -n 15 models/water/train.py [--data /tmp/scenes] [--minutes 22]
    nice -n 15 models/water/train.py --resume --minutes 35      # goes on from water.onnx, with pictures of every hour

The first learns daylight for the most part; the second, with every hour in the mix, is what water at night needs.

Debian: python3-torch (1.13), python3-onnx (1.12), python3-pil, python3-numpy. The same seed and the same number of steps give the same order
of pictures; how many steps fit into the minutes depends on the machine.
"""

import argparse
import csv
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import scenes  # noqa: E402

HERE = Path(__file__).resolve().parent
SIZE = (320, 192)
BATCH = 16
HALF_SIZE_UNTIL = 0.55
HIGHEST_RATE = 4e-3


def conv(inputs, outputs, stride=1, dilation=1, kernel=3):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, dilation * (kernel // 2), dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Water(nn.Module):
    """A small U-Net: four halvings, context from dilated convolutions at the lowest, sums instead of concatenations on the way up."""

    def __init__(self):
        super().__init__()
        self.stem = conv(3, 8, stride=2)
        self.quarter = nn.Sequential(conv(8, 24, stride=2), conv(24, 24))
        self.eighth = nn.Sequential(conv(24, 48, stride=2), conv(48, 48))
        self.sixteenth = nn.Sequential(conv(48, 64, stride=2), conv(64, 64), conv(64, 64, dilation=2), conv(64, 64, dilation=4))
        self.to_eighth = conv(64, 48, kernel=1)
        self.to_quarter = nn.Sequential(conv(48, 48), conv(48, 24, kernel=1))
        self.to_half = nn.Sequential(conv(24, 24), conv(24, 8, kernel=1))
        self.classify = nn.Sequential(conv(8, 8), nn.Conv2d(8, 2, 1))

    def forward(self, image):
        half = self.stem(image - 0.45)
        quarter = self.quarter(half)
        eighth = self.eighth(quarter)
        up = self.to_eighth(self.sixteenth(eighth))
        up = self.to_quarter(double(up) + eighth)
        up = self.to_half(double(up) + quarter)
        return double(self.classify(double(up) + half))


def double(planes):
    return functional.interpolate(planes, scale_factor=2.0, mode="bilinear", align_corners=False)


def restore(path, images):
    """The exported network as one that can learn. The export has each normalisation folded into its convolution; over some pictures each
    is given back what it normalises, so that the network begins as the very function that the file is."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    weights = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    exported = [[weights[name] for name in node.input[1:]] for node in graph.node if node.op_type == "Conv"]
    model = Water().eval()
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    seen = {}
    with torch.no_grad():
        for convolution, (weight, bias) in zip([module for module in model.modules() if isinstance(module, nn.Conv2d)], exported, strict=True):
            convolution.weight.copy_(weight)
            if convolution.bias is not None:
                convolution.bias.copy_(bias)
        for norm, (_, bias) in zip(norms, exported):
            norm.running_var.fill_(1 - norm.eps)
            norm.bias.copy_(bias)
            norm.register_forward_pre_hook(lambda norm, inputs: seen.__setitem__(norm, inputs[0]))
        model(tensor(images))
        for norm in norms:
            norm._forward_pre_hooks.clear()
            variance, mean = torch.var_mean(seen[norm], (0, 2, 3), unbiased=False)
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
            norm.weight.copy_((variance + norm.eps).sqrt())
            norm.bias.add_(mean)
    return model


def load(folders, seed, choice=None):
    """All pictures in the network's size (uint8), their masks (bool) and their hours, cached beside the data."""
    images, masks, hours = [], [], []
    for folder in folders:
        cache = folder / f"water-{SIZE[0]}x{SIZE[1]}-{choice}.npz"
        if not cache.exists():
            random.seed(seed)
            paths = scenes.pictures(folder)
            pixels = np.stack([np.asarray(scenes.shrink(Image.open(path).convert("RGB"), SIZE, choice)) for path in paths])
            water = np.stack([np.asarray(Image.open(scenes.truth(folder, path)).resize(SIZE, Image.NEAREST)) > 127 for path in paths])
            np.savez(cache, pixels=pixels, water=water)
        held = np.load(cache)
        images.append(held["pixels"])
        masks.append(held["water"])
        hours.extend(scenes.hour(path) for path in scenes.pictures(folder))
    return np.concatenate(images), np.concatenate(masks), np.array(hours)


def augment(images, masks):
    """Other lights, other halves, other distances."""
    if random.random() < 0.5:
        images, masks = images.flip(3), masks.flip(2)
    if random.random() < 0.4:
        zoom = random.uniform(1.05, 1.5)
        height, width = int(SIZE[1] / zoom), int(SIZE[0] / zoom)
        y, x = random.randrange(SIZE[1] - height + 1), random.randrange(SIZE[0] - width + 1)
        images = functional.interpolate(images[:, :, y : y + height, x : x + width], (SIZE[1], SIZE[0]), mode="bilinear", align_corners=False)
        masks = functional.interpolate(masks[:, None, y : y + height, x : x + width].float(), (SIZE[1], SIZE[0]), mode="nearest")[:, 0].long()
    count = images.shape[0]
    gain = torch.empty(count, 3, 1, 1).uniform_(0.92, 1.08) * torch.empty(count, 1, 1, 1).uniform_(0.75, 1.3)
    return (images * gain + torch.empty(count, 1, 1, 1).uniform_(-0.06, 0.06)).clamp(0, 1), masks


def loss_of(logits, masks):
    """Cross-entropy, and one minus the intersection over union that is asked for."""
    water = logits.softmax(1)[:, 1]
    wanted = masks.float()
    both = (water * wanted).sum((1, 2))
    either = (water + wanted - water * wanted).sum((1, 2))
    return functional.cross_entropy(logits, masks) + (1 - (both + 1) / (either + 1)).mean()


def intersections_over_unions(model, images, masks):
    model.eval()
    values = []
    with torch.no_grad():
        for at in range(0, len(images), 32):
            found = model(tensor(images[at : at + 32])).argmax(1).numpy().astype(bool)
            wanted = masks[at : at + 32]
            values.extend((found & wanted).sum((1, 2)) / (found | wanted).sum((1, 2)))
    return np.array(values)


def tensor(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255


def read_log():
    with open(HERE / "training.csv", newline="") as file:
        return list(csv.DictReader(file))


def export(model, path):
    import onnx

    torch.onnx.export(
        model.eval(), torch.zeros(1, 3, SIZE[1], SIZE[0]), str(path), opset_version=13,
        input_names=["image"], output_names=["logits"], dynamic_axes={"image": {0: "N"}, "logits": {0: "N"}})
    exported = onnx.load(str(path))
    exported.doc_string = "Water in procedural river scenes. input: RGB / 255, NCHW; output: logits of (other, water) in the input's size."
    for key, value in {
        "headrace.kind": "segmentation",
        "headrace.classes": "2",
        "headrace.labels": "other,water",
        "headrace.input": "stretch",
        "headrace.input_size": f"{SIZE[0]}x{SIZE[1]}",
        "headrace.water_class": "1",
        "headrace.mean": "0",
        "headrace.scale": f"{1 / 255:.9f}",
        "headrace.trained_on": "procedural river scenes (headrace cameras)",
    }.items():
        entry = exported.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(exported)
    onnx.save(exported, str(path))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", default="/tmp/scenes")
    options.add_argument("--minutes", type=float, default=22)
    options.add_argument("--steps", type=int, default=2000, help="at most; the learning rate falls to 0 at whichever comes first")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--resume", action="store_true", help="go on from water.onnx, and with pictures of every hour")
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    log = read_log() if options.resume else []
    done, spent = (int(log[-1]["step"]), float(log[-1]["minutes"])) if log else (0, 0.0)
    random.seed(1 + done)
    np.random.seed(1 + done)
    torch.manual_seed(1 + done)

    runs = {**scenes.TRAINING, **scenes.ALL_HOURS} if options.resume else scenes.TRAINING
    images, masks, _ = load(scenes.folders(options.data, runs), seed=1)
    held_images, held_masks, _ = load(scenes.folders(options.data, scenes.HELD_OUT), seed=2, choice=0)
    other_images, other_masks, hours = load(scenes.folders(options.data, scenes.ALL_HOURS_HELD_OUT), seed=2, choice=0)
    model = restore(HERE / "water.onnx", images[np.random.choice(len(images), 96, replace=False)]) if options.resume else Water()
    highest = HIGHEST_RATE / 2 if options.resume else HIGHEST_RATE
    half_size_until = 0 if options.resume else HALF_SIZE_UNTIL
    parameters = sum(weights.numel() for weights in model.parameters())
    print(f"{len(images)} pictures, {len(held_images)} held out, {parameters} parameters", flush=True)

    optimiser = torch.optim.AdamW(model.parameters(), lr=highest, weight_decay=1e-4)
    started = time.monotonic()
    running = None
    for step in range(1, options.steps + 1):
        minutes = (time.monotonic() - started) / 60
        progress = min(1, max(step / options.steps, minutes / options.minutes))
        for group in optimiser.param_groups:
            group["lr"] = highest * min(1, step / 60) * (0.5 * (1 + np.cos(np.pi * progress)) + 0.004)
        chosen = np.random.choice(len(images), BATCH, replace=False)
        # Half the size costs a quarter: most is learnt there, the rest where it will be used.
        shrink = 2 if progress < half_size_until else 1
        batch, wanted = augment(tensor(images[chosen]), torch.from_numpy(masks[chosen]).long())
        if shrink > 1:
            batch, wanted = functional.avg_pool2d(batch, shrink), wanted[:, ::shrink, ::shrink]
        model.train()
        loss = loss_of(model(batch), wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        running = loss.item() if running is None else 0.97 * running + 0.03 * loss.item()
        is_last = progress >= 1
        if step % (200 if options.resume else 100) == 0 or is_last:
            # A part of what is held out shows how it goes; the summary takes all of it.
            iou = intersections_over_unions(model, held_images[::5], held_masks[::5])
            every_hour = intersections_over_unions(model, other_images[::7], other_masks[::7])
            log.append({
                "step": done + step, "minutes": round(spent + minutes, 2), "loss": round(running, 4),
                "held_out_iou": round(float(iou.mean()), 4), "held_out_iou_every_hour": round(float(every_hour.mean()), 4)})
            print(log[-1], flush=True)
        if is_last:
            break

    iou = intersections_over_unions(model, held_images, held_masks)
    every_hour = intersections_over_unions(model, other_images, other_masks)
    export(model, HERE / "water.onnx")
    with open(HERE / "training.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, log[-1].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(log)
    summary = {
        "pictures": len(images),
        "held_out": len(held_images),
        "parameters": parameters,
        "steps": log[-1]["step"],
        "minutes": log[-1]["minutes"],
        "held_out_iou_mean": round(float(iou.mean()), 4),
        "held_out_iou_5th_percentile": round(float(np.percentile(iou, 5)), 4),
        "held_out_iou_lowest": round(float(iou.min()), 4),
        "held_out_above_0.9": round(float((iou > 0.9).mean()), 4),
        "held_out_every_hour": len(other_images),
        "held_out_every_hour_iou_mean": round(float(every_hour.mean()), 4),
        "held_out_every_hour_iou_5th_percentile": round(float(np.percentile(every_hour, 5)), 4),
        "held_out_every_hour_above_0.9": round(float((every_hour > 0.9).mean()), 4),
        "held_out_iou_mean_by_hour": [round(float(every_hour[hours == hour].mean()), 4) for hour in range(24)],
        "bytes": (HERE / "water.onnx").stat().st_size,
    }
    (HERE / "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
