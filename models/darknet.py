"""As much of Darknet as the detector needs: the layers of a .cfg as one torch module, and its .weights file."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional


def read_cfg(path):
    """Sections in order: (name, {option: text})."""
    sections = []
    for line in open(path):
        line = line.split("#")[0].strip()
        if line.startswith("["):
            sections.append((line.strip("[]"), {}))
        elif line:
            key, value = line.split("=", 1)
            sections[-1][1][key.strip()] = value.strip()
    return sections


def numbers(text):
    return [int(number) for number in text.split(",")]


class Darknet(nn.Module):
    """Layers as the cfg lists them; the output of each yolo layer as (N, anchors, rows, columns, 5 + classes), not yet decoded."""

    def __init__(self, path):
        super().__init__()
        (_, net), *self.sections = read_cfg(path)
        self.width, self.height = int(net["width"]), int(net["height"])
        channels, self.layers = [], nn.ModuleList()
        self.heads = []
        for at, (name, options) in enumerate(self.sections):
            before = channels[-1] if channels else int(net["channels"])
            layer = nn.Identity()
            if name == "convolutional":
                layer, before = convolution(before, options), int(options["filters"])
            elif name == "route":
                before = sum(channels[self.source(at, number)] for number in numbers(options["layers"]))
            elif name == "yolo":
                pairs = numbers(options["anchors"])
                anchors = [(pairs[2 * number], pairs[2 * number + 1]) for number in numbers(options["mask"])]
                self.heads.append(anchors)
            elif name != "upsample":
                raise ValueError(f"[{name}] is not needed here")
            self.layers.append(layer)
            channels.append(before)

    @staticmethod
    def source(at, number):
        return at + number if number < 0 else number

    def forward(self, image):
        outputs, found = [], []
        for at, ((name, options), layer) in enumerate(zip(self.sections, self.layers)):
            if name == "route":
                image = torch.cat([outputs[self.source(at, number)] for number in numbers(options["layers"])], 1)
            elif name == "upsample":
                image = functional.interpolate(image, scale_factor=float(options["stride"]), mode="nearest")
            elif name == "yolo":
                count, _, rows, columns = image.shape
                anchors = len(numbers(options["mask"]))
                found.append(image.view(count, anchors, -1, rows, columns).permute(0, 1, 3, 4, 2))
            else:
                image = layer(image)
            outputs.append(image)
        return found

    def tensors(self):
        """In the order of a weights file: per convolution biases, batch norm's scales, means and variances, then weights."""
        for layer in self.layers:
            if isinstance(layer, nn.Identity):
                continue
            convolve = layer[0]
            if len(layer) > 1:
                norm = layer[1]
                yield from [norm.bias, norm.weight, norm.running_mean, norm.running_var]
            else:
                yield convolve.bias
            yield convolve.weight

    def load_weights(self, path):
        """How many pictures had been seen."""
        with open(path, "rb") as file:
            np.fromfile(file, np.int32, 3)
            seen = int(np.fromfile(file, np.int64, 1)[0])
            for weights in self.tensors():
                weights.data.copy_(torch.from_numpy(np.fromfile(file, np.float32, weights.numel())).view_as(weights))
            if file.read(1):
                raise ValueError(f"{path} holds more than the cfg asks for")
        return seen

    def save_weights(self, path, seen):
        """Version 0.2.5, as Darknet's save_weights_upto writes it."""
        with open(path, "wb") as file:
            np.array([0, 2, 5], np.int32).tofile(file)
            np.array([seen], np.int64).tofile(file)
            for weights in self.tensors():
                weights.detach().numpy().astype(np.float32).tofile(file)


def convolution(inputs, options):
    size, stride = int(options["size"]), int(options["stride"])
    has_norm = options.get("batch_normalize") == "1"
    layer = nn.Conv2d(inputs, int(options["filters"]), size, stride, size // 2 if options.get("pad") == "1" else 0, bias=not has_norm)
    if not has_norm:
        return nn.Sequential(layer)
    norm = nn.BatchNorm2d(layer.out_channels, eps=1e-6)
    return nn.Sequential(layer, norm, nn.LeakyReLU(0.1, inplace=True) if options["activation"] == "leaky" else nn.Identity())


def decode(output, anchors, width, height):
    """(N, boxes, 5 + classes): centre, width and height as parts of the picture, objectness, class probabilities times objectness."""
    count, _, rows, columns, _ = output.shape
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    sizes = torch.tensor(anchors, dtype=torch.float32).view(1, -1, 1, 1, 2) / torch.tensor([width, height])
    centre = (output[..., :2].sigmoid() + torch.stack([x, y], -1)) / torch.tensor([columns, rows])
    extent = output[..., 2:4].clamp(max=6).exp() * sizes
    objectness = output[..., 4:5].sigmoid()
    return torch.cat([centre, extent, objectness, objectness * output[..., 5:].sigmoid()], -1).reshape(count, -1, output.shape[-1])
