"""A network of SAM's parts in two exports, and one that answers as SegFormer does, with what they make of photographs: for the tests.

usage: segmenters.py FOLDER WIDTH HEIGHT IMAGE...     writes FOLDER/*.onnx, and FOLDER/NAME.bin: the masks, one byte a pixel, photograph by photograph

Names, shapes and steps are segment_anything's (build_sam.py, utils/onnx.py, scripts/export_onnx_model.py) and those of Hugging Face's exports; widths are an
eighth of theirs and weights random. The masks come from PyTorch before the export; nothing in this script is ONNX Runtime's or ours.
"""
import sys

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from halves import to_half

SIDE, PATCH, WIDTH = 1024, 16, 32  # of the picture, of a token, of the embedding (256 in SAM)
TOKENS = SIDE // PATCH
WATER = 7
MEAN, DEVIATION = np.float32([123.675, 116.28, 103.53]), np.float32([58.395, 57.12, 57.375])


class Norm(nn.Module):
    """LayerNorm over channels."""

    def __init__(self, width):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))

    def forward(self, x):
        mean = x.mean(1, keepdim=True)
        x = (x - mean) / torch.sqrt((x - mean).pow(2).mean(1, keepdim=True) + 1e-6)
        return self.weight[:, None, None] * x + self.bias[:, None, None]


class WindowAttention(nn.Module):
    """Attention among the 16 by 16 tokens of a window, then the usual two layers."""

    WINDOW, HEADS = 16, 2

    def __init__(self):
        super().__init__()
        self.norm1, self.norm2, self.qkv, self.out = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        w, n = self.WINDOW, TOKENS // self.WINDOW
        y = self.norm1(x).view(1, n, w, n, w, WIDTH).permute(0, 1, 3, 2, 4, 5).reshape(n * n, w * w, WIDTH)
        q, k, v = self.qkv(y).view(n * n, w * w, 3, self.HEADS, -1).permute(2, 0, 3, 1, 4).unbind(0)
        y = ((q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)).softmax(-1) @ v
        y = self.out(y.transpose(1, 2).reshape(n * n, w * w, WIDTH))
        x = x + y.view(1, n, n, w, w, WIDTH).permute(0, 1, 3, 2, 4, 5).reshape(1, TOKENS, TOKENS, WIDTH)
        return x + self.mlp(self.norm2(x))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches, self.position = nn.Conv2d(3, WIDTH, PATCH, PATCH), nn.Parameter(torch.randn(1, TOKENS, TOKENS, WIDTH) * 0.3)
        self.block = WindowAttention()
        self.neck = nn.Sequential(nn.Conv2d(WIDTH, WIDTH, 1, bias=False), Norm(WIDTH), nn.Conv2d(WIDTH, WIDTH, 3, padding=1, bias=False), Norm(WIDTH))

    def forward(self, images):
        return self.neck(self.block(self.patches(images).permute(0, 2, 3, 1) * 3 + self.position).permute(0, 3, 1, 2))


class Attention(nn.Module):
    def __init__(self, shrink=1, heads=4):
        super().__init__()
        inner, self.heads = WIDTH // shrink, heads
        self.q, self.k, self.v, self.out = nn.Linear(WIDTH, inner), nn.Linear(WIDTH, inner), nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)

    def forward(self, q, k, v):
        q, k, v = (layer(x).reshape(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2) for layer, x in ((self.q, q), (self.k, k), (self.v, v)))
        y = (q @ k.permute(0, 1, 3, 2) / q.shape[-1] ** 0.5).softmax(-1) @ v
        return self.out(y.transpose(1, 2).reshape(y.shape[0], y.shape[2], -1))


class TwoWay(nn.Module):
    """Tokens look at each other and at the picture, the picture looks at the tokens."""

    def __init__(self):
        super().__init__()
        self.itself, self.to_image, self.to_tokens, self.last = Attention(), Attention(2), Attention(2), Attention(2)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.ReLU(), nn.Linear(4 * WIDTH, WIDTH))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(5))

    def forward(self, image, positions, tokens):
        image, positions = image.flatten(2).permute(0, 2, 1), positions.flatten(2).permute(0, 2, 1)
        queries = self.norms[0](self.itself(tokens, tokens, tokens))
        queries = self.norms[1](queries + self.to_image(queries + tokens, image + positions, image))
        queries = self.norms[2](queries + self.mlp(queries))
        image = self.norms[3](image + self.to_tokens(image + positions, queries + tokens, queries))
        return self.norms[4](queries + self.last(queries + tokens, image + positions, image)), image


class Decoder(nn.Module):
    """Prompt encoder and mask decoder in one, as SamOnnxModel."""

    def __init__(self, single):
        super().__init__()
        self.single = single
        self.register_buffer("gaussian", torch.randn(2, WIDTH // 2))
        self.points, self.no_point = nn.ParameterList(nn.Parameter(torch.randn(1, WIDTH)) for _ in range(4)), nn.Parameter(torch.randn(1, WIDTH))
        self.mask_in = nn.Sequential(nn.Conv2d(1, 4, 2, 2), Norm(4), nn.GELU(), nn.Conv2d(4, 16, 2, 2), Norm(16), nn.GELU(), nn.Conv2d(16, WIDTH, 1))
        self.no_mask, self.iou_token, self.mask_tokens = (nn.Parameter(torch.randn(n, WIDTH)) for n in (1, 1, 4))
        self.transformer = TwoWay()
        self.upscale = nn.Sequential(nn.ConvTranspose2d(WIDTH, WIDTH // 4, 2, 2), Norm(WIDTH // 4), nn.GELU(), nn.ConvTranspose2d(WIDTH // 4, WIDTH // 8, 2, 2), nn.GELU())
        self.hyper = nn.ModuleList(nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH // 8)) for _ in range(4))
        self.iou = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 4))

    def place(self, coordinates):
        turned = 2 * np.pi * ((2 * coordinates - 1) @ self.gaussian)
        return torch.cat((turned.sin(), turned.cos()), -1)

    def embed_points(self, coordinates, labels):
        labels = labels.unsqueeze(-1).expand(-1, -1, WIDTH)
        found = self.place((coordinates + 0.5) / SIDE) * (labels != -1) + self.no_point * (labels == -1)
        for kind, embedding in enumerate(self.points):
            found = found + embedding * (labels == kind)
        return found

    def forward(self, image_embeddings, point_coords, point_labels, mask_input, has_mask_input, orig_im_size):
        sparse = self.embed_points(point_coords, point_labels)
        dense = has_mask_input * self.mask_in(mask_input) + (1 - has_mask_input) * self.no_mask.reshape(1, -1, 1, 1)
        centres = (torch.arange(TOKENS, dtype=torch.float32) + 0.5) / TOKENS
        rows, columns = torch.meshgrid(centres, centres, indexing="ij")
        positions = self.place(torch.stack((columns, rows), -1)).permute(2, 0, 1).unsqueeze(0)
        tokens = torch.cat((torch.cat((self.iou_token, self.mask_tokens), 0).unsqueeze(0), sparse), 1)
        queries, image = self.transformer(image_embeddings + dense, positions, tokens)
        upscaled = self.upscale(image.transpose(1, 2).view(1, WIDTH, TOKENS, TOKENS))
        kernels = torch.stack([layer(queries[:, 1 + n]) for n, layer in enumerate(self.hyper)], 1)
        low = (kernels @ upscaled.flatten(2)).view(1, 4, TOKENS * 4, TOKENS * 4)
        # A trained decoder's masks are about half in, half out; a random one's often are not.
        low = low - low.mean((2, 3), keepdim=True)
        scores = self.iou(queries[:, 0])
        if self.single:
            best = (scores + (point_coords.shape[1] - 2.5) * torch.tensor([[1000.0, 0, 0, 0]])).argmax(1)
            low, scores = low[torch.arange(1), best].unsqueeze(1), scores[torch.arange(1), best].unsqueeze(1)
        return self.finish(low, orig_im_size), scores, low

    def finish(self, low, size):
        large = F.interpolate(low, (SIDE, SIDE), mode="bilinear", align_corners=False)
        used = torch.floor(size.to(torch.float32) * (SIDE / torch.max(size)) + 0.5).to(torch.int64)
        large = large[..., : used[0], : used[1]]
        size = size.to(torch.int64)
        return F.interpolate(large, (size[0], size[1]), mode="bilinear", align_corners=False)


class Segformer(nn.Module):
    """Nineteen classes, at a quarter of the picture's size."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, 16, 7, 4, 3), nn.GELU(), nn.Conv2d(16, 16, 3, 1, 1, groups=4), nn.GELU(), nn.Conv2d(16, 19, 1))

    def forward(self, pixel_values):
        return self.layers(pixel_values)


def numbers(image):
    return torch.from_numpy(((image[..., ::-1].astype(np.float32) - MEAN) / DEVIATION).transpose(2, 0, 1).copy())[None]


def prompt(scale, width, height, whole):
    """SamPredictor's: without one a point that is none; else the box's corners, as the predictor scales them."""
    if whole:
        return torch.tensor([[[0.0, 0.0], [width * scale, height * scale]]]), torch.tensor([[2.0, 3.0]])
    return torch.zeros(1, 1, 2), -torch.ones(1, 1)


def main(folder, width, height, images):
    torch.manual_seed(5)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    encoder, decoder, segformer = Encoder().eval(), Decoder(False).eval(), Segformer().eval()
    single = Decoder(True).eval()
    single.load_state_dict(decoder.state_dict())
    scale = SIDE / max(width, height)
    masks = {name: bytearray() for name in ("none", "box", "single", "segformer")}
    with torch.no_grad():
        for path in images:
            picture = cv2.imread(path)
            shrinks = picture.shape[1] >= 2 * width and picture.shape[0] >= 2 * height
            picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
            if path == images[0]:
                said = segformer(numbers(picture))[0].flatten(1)
                segformer.layers[-1].bias[WATER] += torch.quantile(said.max(0).values - said[WATER], 0.4)  # so that it is seen at all
            logits = F.interpolate(segformer(numbers(picture)), (height, width), mode="bilinear", align_corners=False)
            masks["segformer"] += (logits.argmax(1) == WATER).to(torch.uint8).numpy().tobytes()
            large = numbers(cv2.resize(picture, (int(width * scale + 0.5), int(height * scale + 0.5)), interpolation=cv2.INTER_LINEAR))
            embedding = encoder(F.pad(large, (0, SIDE - large.shape[3], 0, SIDE - large.shape[2])))
            for name, network, whole in (("none", decoder, False), ("box", decoder, True), ("single", single, True)):
                found, _, _ = network(embedding, *prompt(scale, width, height, whole), torch.zeros(1, 1, 256, 256), torch.zeros(1), torch.tensor([float(height), width]))
                masks[name] += (found[0, 0] > 0).to(torch.uint8).numpy().tobytes()
    for name, mask in masks.items():
        with open(f"{folder}/{name}.bin", "wb") as file:
            file.write(mask)

    embeddings = torch.zeros(1, WIDTH, TOKENS, TOKENS)
    torch.onnx.export(encoder, torch.zeros(1, 3, SIDE, SIDE), f"{folder}/encoder.onnx", opset_version=16, input_names=["images"], output_names=["image_embeddings"])
    for name, network in (("decoder", decoder), ("decoder-single", single)):
        torch.onnx.export(
            network, (embeddings, torch.zeros(1, 5, 2), torch.zeros(1, 5), torch.zeros(1, 1, 256, 256), torch.ones(1), torch.tensor([1500.0, 2250.0])), f"{folder}/{name}.onnx", opset_version=16,
            input_names=["image_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input", "orig_im_size"], output_names=["masks", "iou_predictions", "low_res_masks"],
            dynamic_axes={"point_coords": {1: "num_points"}, "point_labels": {1: "num_points"}})
    torch.onnx.export(
        segformer, torch.zeros(1, 3, 64, 64), f"{folder}/segformer.onnx", opset_version=12, input_names=["pixel_values"], output_names=["logits"],
        dynamic_axes={"pixel_values": {0: "batch_size", 2: "height", 3: "width"}, "logits": {0: "batch_size", 2: "height", 3: "width"}})
    for name in ("encoder", "decoder", "decoder-single", "segformer"):
        to_half(f"{folder}/{name}.onnx", f"{folder}/{name}-half.onnx")


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
