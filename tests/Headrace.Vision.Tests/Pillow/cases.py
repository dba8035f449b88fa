"""Writes, into the folder given, images of every kind and what Pillow makes of them: NAME, and NAME.gray with 256*256 bytes.

Usage: cases.py FOLDER [PHOTOGRAPH ...]     photographs are measured where they lie: only FOLDER/BASENAME.gray is written
       cases.py --decode FILE               the gray pixels of a result, on standard output
"""
import os
import random
import sys

from PIL import Image

SIZE = (256, 256)


def gray(image):
    return image.convert("L").resize(SIZE).tobytes()


def picture(width, height, mode="RGB", seed=1):
    """Smooth colours with some texture on them."""
    dice = random.Random(seed)
    small = Image.new("RGB", (16, 16))
    small.putdata([tuple(dice.randrange(256) for _ in range(3)) for _ in range(256)])
    return small.resize((width, height), Image.BICUBIC).convert(mode)


def write(folder, name, image, **options):
    path = os.path.join(folder, name)
    image.save(path, **options)
    with Image.open(path) as again:
        pixels = gray(again)
    with open(path + ".gray", "wb") as file:
        file.write(pixels)


def cases(folder):
    photo = picture(700, 500)
    clear = photo.convert("RGBA")
    clear.putalpha(picture(700, 500, "L", seed=2))
    write(folder, "rgb.png", photo)
    write(folder, "rgba.png", clear)
    write(folder, "gray.png", photo.convert("L"))
    write(folder, "gray-alpha.png", clear.convert("LA"))
    write(folder, "palette.png", photo.convert("P", palette=Image.ADAPTIVE, colors=64))
    write(folder, "bilevel.png", photo.convert("1"))
    write(folder, "one-pixel.png", picture(1, 1))
    write(folder, "one-row.png", picture(300, 1))
    write(folder, "one-column.png", picture(1, 300))
    write(folder, "tiny.png", picture(3, 5))
    write(folder, "exact.png", picture(256, 256))
    write(folder, "enlarged.png", picture(100, 90))
    write(folder, "long.png", picture(3000, 20))
    write(folder, "rgb.tif", photo)
    write(folder, "lzw.tif", photo, compression="tiff_lzw")
    write(folder, "cmyk.tif", photo.convert("CMYK"))
    write(folder, "still.gif", photo.convert("P", palette=Image.ADAPTIVE))
    write(folder, "animated.gif", photo.convert("P"), save_all=True, append_images=[picture(700, 500, "P", seed=3)], duration=100)
    write(folder, "lossless.webp", photo, lossless=True)
    write(folder, "lossy.webp", photo, quality=90)
    write(folder, "animated.webp", photo, save_all=True, append_images=[picture(700, 500, seed=3)], lossless=True)
    write(folder, "baseline.jpg", photo, quality=90)
    write(folder, "progressive.jpg", photo, quality=90, progressive=True)
    write(folder, "gray.jpg", photo.convert("L"), quality=90)
    write(folder, "cmyk.jpg", photo.convert("CMYK"), quality=90)
    write(folder, "full-chroma.jpg", photo, quality=95, subsampling=0)
    write(folder, "odd-sides.jpg", picture(1201, 799), quality=90)
    write(folder, "one-pixel.jpg", picture(1, 1), quality=90)
    exif = Image.Exif()
    exif[0x0112] = 6  # "rotate by 90°": convert and resize take no notice of it
    write(folder, "rotated.jpg", photo, quality=90, exif=exif)


def main():
    if sys.argv[1] == "--decode":
        sys.stdout.buffer.write(Image.open(sys.argv[2]).convert("L").tobytes())
        return
    folder, photographs = sys.argv[1], sys.argv[2:]
    if not photographs:
        cases(folder)
    for path in photographs:
        with open(os.path.join(folder, os.path.basename(path) + ".gray"), "wb") as file:
            file.write(gray(Image.open(path)))


main()
