#!/usr/bin/python3
"""Trains the detector of boats, people and floating debris on procedural river scenes.

    ./run build && nice -n 15 models/floats/train.py [--data /tmp/scenes] [--minutes 20]

Writes floats.weights (Darknet's format; floats.cfg and floats.names describe it), training.csv and summary.json beside this file. Then
    ./headrace models import darknet models/floats/floats.cfg models/floats/floats.weights --names models/floats/floats.names --out models/floats/floats.onnx

Debian: python3-torch (1.13), python3-pil, python3-numpy.
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
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import darknet  # noqa: E402
import scenes  # noqa: E402

HERE = Path(__file__).resolve().parent
CLASSES = HERE.joinpath("floats.names").read_text().split()
BATCH = 16
MOST_OBJECTS = 12
SIZE = (416, 256)

# A quarter of the picture costs a quarter; the network does not know where in a picture it looks.
CROP = (208, 128)


def load(folders, seed, choice=None):
    """Pictures in the network's size, and per picture up to MOST_OBJECTS of (class, centre x, centre y, width, height) as parts of it; class -1 is none."""
    images, boxes = [], []
    for folder in folders:
        cache = folder / f"floats-{SIZE[0]}x{SIZE[1]}-{choice}"
        if not (cache / "boxes.npy").exists():
            random.seed(seed)
            cache.mkdir(exist_ok=True)
            paths, objects = scenes.pictures(folder), scenes.objects(folder)
            pixels = np.zeros((len(paths), SIZE[1], SIZE[0], 3), np.uint8)
            found = np.full((len(paths), MOST_OBJECTS, 5), -1, np.float32)
            for at, path in enumerate(paths):
                image = Image.open(path).convert("RGB")
                pixels[at] = np.asarray(scenes.shrink(image, SIZE, choice))
                width, height = image.size
                for number, (label, x, y, w, h) in enumerate(objects[f"{path.parent.name}/{path.name}"][:MOST_OBJECTS]):
                    found[at, number] = CLASSES.index(label), (x + w / 2) / width, (y + h / 2) / height, w / width, h / height
            np.save(cache / "pixels.npy", pixels)
            np.save(cache / "boxes.npy", found)
        images.append(np.load(cache / "pixels.npy"))
        boxes.append(np.load(cache / "boxes.npy"))
    return np.concatenate(images), np.concatenate(boxes)


def anchors_of(boxes, count=6):
    """k-means on widths and heights with 1 - IoU as the distance (Redmon, Farhadi: YOLO9000), in the network's pixels, small ones first."""
    sizes = boxes[boxes[..., 0] >= 0][:, 3:] * SIZE
    generator = np.random.default_rng(1)
    centres = sizes[generator.choice(len(sizes), count, replace=False)]
    for _ in range(60):
        both = np.minimum(sizes[:, None], centres[None]).prod(2)
        nearest = (both / (sizes.prod(1)[:, None] + centres.prod(1)[None] - both)).argmax(1)
        centres = np.array([np.median(sizes[nearest == number], 0) if (nearest == number).any() else centres[number] for number in range(count)])
    return sorted((max(2, round(width)), max(2, round(height))) for width, height in centres)


def by_area(anchors):
    return sorted(anchors, key=lambda anchor: anchor[0] * anchor[1])


def crop(images, boxes):
    """A part of each picture, mostly one with an object in it. Objects whose centre is outside are none; the others' boxes end at its edge."""
    parts = torch.zeros(len(images), 3, CROP[1], CROP[0])
    inside = torch.full_like(boxes, -1)
    size, whole = torch.tensor(CROP, dtype=torch.float32), torch.tensor(SIZE, dtype=torch.float32)
    for at in range(len(images)):
        own = boxes[at][boxes[at, :, 0] >= 0]
        corner = torch.tensor([random.uniform(0, SIZE[0] - CROP[0]), random.uniform(0, SIZE[1] - CROP[1])])
        if len(own) and random.random() < 0.85:
            shown = own[random.randrange(len(own)), 1:3] * whole
            corner = shown - size * torch.tensor([random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)])
        corner = torch.minimum(corner.clamp(min=0), whole - size).floor()
        x, y = int(corner[0]), int(corner[1])
        parts[at] = images[at, :, y : y + CROP[1], x : x + CROP[0]]
        lower = own[:, 1:3] * whole - own[:, 3:] * whole / 2 - corner
        upper = lower + own[:, 3:] * whole
        middle = (lower + upper) / 2
        kept = ((middle > 0) & (middle < size)).all(1)
        lower, upper = lower.clamp(min=0)[kept], torch.minimum(upper, size)[kept]
        count = int(kept.sum())
        inside[at, :count] = torch.cat([own[kept][:, :1], (lower + upper) / 2 / size, (upper - lower) / size], 1)
    return parts, inside


def augment(images, boxes):
    boxes = boxes.clone()
    if random.random() < 0.5:
        images = images.flip(3)
        boxes[..., 1] = torch.where(boxes[..., 0] >= 0, 1 - boxes[..., 1], boxes[..., 1])
    count = images.shape[0]
    gain = torch.empty(count, 3, 1, 1).uniform_(0.92, 1.08) * torch.empty(count, 1, 1, 1).uniform_(0.75, 1.3)
    return (images * gain + torch.empty(count, 1, 1, 1).uniform_(-0.06, 0.06)).clamp(0, 1), boxes


def overlap(one, other, generalised=False):
    """IoU of boxes as centre and size; generalised: Rezatofighi et al., 2019."""
    lower = torch.maximum(one[..., :2] - one[..., 2:] / 2, other[..., :2] - other[..., 2:] / 2)
    upper = torch.minimum(one[..., :2] + one[..., 2:] / 2, other[..., :2] + other[..., 2:] / 2)
    both = (upper - lower).clamp(min=0).prod(-1)
    either = one[..., 2:].prod(-1) + other[..., 2:].prod(-1) - both
    value = both / either.clamp(min=1e-9)
    if not generalised:
        return value
    hull = (torch.maximum(one[..., :2] + one[..., 2:] / 2, other[..., :2] + other[..., 2:] / 2)
            - torch.minimum(one[..., :2] - one[..., 2:] / 2, other[..., :2] - other[..., 2:] / 2)).prod(-1)
    return value - (hull - either) / hull.clamp(min=1e-9)


def loss_of(outputs, heads, boxes):
    total = 0
    picture, number = torch.nonzero(boxes[..., 0] >= 0, as_tuple=True)
    wanted = boxes[picture, number]
    sizes = wanted[:, 3:] * torch.tensor(CROP, dtype=torch.float32)
    every = torch.tensor([anchor for anchors in heads for anchor in anchors], dtype=torch.float32)
    both = torch.minimum(sizes[:, None], every[None]).prod(2)
    likeness = both / (sizes.prod(1)[:, None] + every.prod(1)[None] - both)
    # The anchor that is most like the box, and all that are much like it.
    responsible = (likeness > 0.45) | (likeness == likeness.max(1, keepdim=True).values)
    first = 0
    for output, anchors in zip(outputs, heads):
        rows, columns = output.shape[2:4]
        box, anchor = torch.nonzero(responsible[:, first : first + len(anchors)], as_tuple=True)
        first += len(anchors)
        decoded = darknet.decode(output, anchors, *CROP)[..., :4].view(*output.shape[:4], 4)
        objectness = torch.zeros(output.shape[:4])
        weight = torch.ones_like(objectness)
        with torch.no_grad():
            # What lies well on some object without being responsible for it is not called background.
            for at in range(output.shape[0]):
                own = wanted[picture == at][:, 1:]
                if len(own):
                    best = overlap(decoded[at].unsqueeze(-2), own).amax(-1)
                    weight[at][best > 0.6] = 0
        if len(box):
            x = (wanted[box, 1] * columns).long().clamp(max=columns - 1)
            y = (wanted[box, 2] * rows).long().clamp(max=rows - 1)
            at = picture[box], anchor, y, x
            found = overlap(decoded[at], wanted[box, 1:], generalised=True)
            objectness[at] = 1
            weight[at] = 1
            labels = functional.one_hot(wanted[box, 0].long(), len(CLASSES)).float()
            total = total + 3 * (1 - found).mean() + functional.binary_cross_entropy_with_logits(output[at][:, 5:], labels)
        raw = functional.binary_cross_entropy_with_logits(output[..., 4], objectness, reduction="none")
        # Focal weights (Lin et al., 2017): thousands of easy cells do not drown the few hard ones.
        chance = output[..., 4].sigmoid()
        focal = torch.where(objectness > 0, (1 - chance) ** 1.5, chance ** 1.5)
        total = total + 4 * (raw * weight * focal.detach()).sum() / max(1, len(box))
    return total


def detect(model, images, threshold):
    """Per picture: (class, confidence, centre x, centre y, width, height), best first, overlaps of one class suppressed at IoU 0.45."""
    model.eval()
    results = []
    with torch.no_grad():
        for at in range(0, len(images), 16):
            outputs = model(tensor(images[at : at + 16]))
            rows = torch.cat([darknet.decode(output, anchors, *SIZE) for output, anchors in zip(outputs, model.heads)], 1)
            for picture in rows:
                confidence, label = picture[:, 5:].max(1)
                order = confidence.argsort(descending=True)[:100]
                order = order[confidence[order] >= threshold]
                boxes, labels = picture[order, :4], label[order]
                covers = (overlap(boxes[:, None], boxes[None]) >= 0.45) & (labels[:, None] == labels[None])
                kept, gone = [], torch.zeros(len(order), dtype=torch.bool)
                for number in range(len(order)):
                    if not gone[number]:
                        kept.append((int(labels[number]), float(confidence[order[number]]), *boxes[number].tolist()))
                        gone |= covers[number]
                results.append(kept)
    return results


def evaluate(model, images, boxes):
    """Average precision at IoU 0.5 (all points) per class, and precision and recall of what is found with confidence above 0.5."""
    found = detect(model, images, 0.05)
    report, right_all, found_all, wanted_all = {}, 0, 0, 0
    for number, name in enumerate(CLASSES):
        marks, wanted = [], 0
        for kept, truth in zip(found, boxes):
            own = torch.from_numpy(truth[truth[:, 0] == number][:, 1:])
            wanted += len(own)
            taken = set()
            for label, confidence, *box in kept:
                if label != number:
                    continue
                likeness = overlap(torch.tensor(box), own) if len(own) else torch.zeros(0)
                best = int(likeness.argmax()) if len(own) else -1
                is_right = best >= 0 and float(likeness[best]) >= 0.5 and best not in taken
                if is_right:
                    taken.add(best)
                marks.append((confidence, is_right))
        marks.sort(reverse=True)
        right = np.cumsum([mark for _, mark in marks])
        precision = right / (np.arange(len(marks)) + 1)
        recall = right / max(1, wanted)
        precision = np.maximum.accumulate(precision[::-1])[::-1]
        average = float(np.sum(np.diff(recall, prepend=0) * precision))
        above = [mark for confidence, mark in marks if confidence > 0.5]
        right_all, found_all, wanted_all = right_all + sum(above), found_all + len(above), wanted_all + wanted
        report[name] = {"objects": wanted, "ap50": round(average, 4), "precision": round(sum(above) / max(1, len(above)), 4), "recall": round(sum(above) / max(1, wanted), 4)}
    report["map50"] = round(float(np.mean([report[name]["ap50"] for name in CLASSES])), 4)
    report["precision"], report["recall"] = round(right_all / max(1, found_all), 4), round(right_all / max(1, wanted_all), 4)
    return report


def tensor(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", default="/tmp/scenes")
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--steps", type=int, default=2500, help="at most; the learning rate falls to 0 at whichever comes first")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--new-anchors", action="store_true", help="rewrite the cfg's anchors from the training boxes")
    options.add_argument("--resume", action="store_true", help="go on from floats.weights at half the learning rate; training.csv goes on too")
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    random.seed(1)
    np.random.seed(1)
    torch.manual_seed(1)

    images, boxes = load(scenes.folders(options.data, scenes.FLOATS_TRAINING), seed=1)
    held_images, held_boxes = load(scenes.folders(options.data, scenes.FLOATS_HELD_OUT), seed=2, choice=0)
    cfg = HERE / "floats.cfg"
    if options.new_anchors or "ANCHORS" in cfg.read_text():
        text = ",".join(f"{width},{height}" for width, height in by_area(anchors_of(boxes)))
        lines = [f"anchors={text}" if line.startswith("anchors=") else line for line in cfg.read_text().splitlines()]
        cfg.write_text("\n".join(lines) + "\n")
    model = darknet.Darknet(cfg)
    for head in (layer for layer in model.layers if len(list(layer.children())) == 1):
        # At first nothing is an object.
        head[0].bias.data.view(3, -1)[:, 4] = -4
    parameters = sum(weights.numel() for weights in model.parameters())
    log, running, done, spent = [], None, 0, 0.0
    rate = 3e-3
    if options.resume:
        done = model.load_weights(HERE / "floats.weights") // BATCH
        with open(HERE / "training.csv", newline="") as file:
            log = list(csv.DictReader(file))
        spent, rate = float(log[-1]["minutes"]), 1.5e-3
        random.seed(done)
        np.random.seed(done)
        torch.manual_seed(done)
    print(f"{len(images)} pictures, {int((boxes[..., 0] >= 0).sum())} objects, {len(held_images)} held out, {parameters} parameters, anchors {model.heads}", flush=True)

    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-4)
    started = time.monotonic()
    for step in range(1, options.steps + 1):
        minutes = (time.monotonic() - started) / 60
        progress = min(1, max(step / options.steps, minutes / options.minutes))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, step / 100) * (0.5 * (1 + np.cos(np.pi * progress)) + 0.004)
        chosen = np.random.choice(len(images), BATCH, replace=False)
        batch, wanted = augment(*crop(tensor(images[chosen]), torch.from_numpy(boxes[chosen])))
        model.train()
        loss = loss_of(model(batch), model.heads, wanted)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimiser.step()
        running = loss.item() if running is None else 0.97 * running + 0.03 * loss.item()
        is_last = progress >= 1
        if step % 400 == 0 or is_last:
            report = evaluate(model, held_images[::5], held_boxes[::5])
            log.append({"step": done + step, "minutes": round(spent + minutes, 2), "loss": round(running, 4), "map50": report["map50"], "precision": report["precision"], "recall": report["recall"]})
            print(log[-1], flush=True)
        if is_last:
            break

    report = evaluate(model, held_images, held_boxes)
    model.save_weights(HERE / "floats.weights", seen=log[-1]["step"] * BATCH)
    with open(HERE / "training.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, log[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(log)
    summary = {"pictures": len(images), "held_out": len(held_images), "parameters": parameters, "steps": log[-1]["step"], "minutes": log[-1]["minutes"], **report,
               "bytes": (HERE / "floats.weights").stat().st_size}
    (HERE / "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
