"""Whole files to 700 px and quality 85, as users of Pillow and OpenCV would write it.

    photos.py make IN.jpg DIR   writes the files of the table into DIR
    photos.py FILE              then, told line by line:
    pillow N | opencv N         does it N times; answers with the CPU time of one in ms
"""
import io
import sys
import time

import cv2
import numpy as np
from PIL import Image

cv2.setNumThreads(1)
Image.MAX_IMAGE_PIXELS = None


def make(source, folder):
    small = Image.open(source).convert("RGB")

    def of(width, height):
        """Tiles of the camera's frame, each other one mirrored: enlarged, it would have
        none of the detail that a large photo has."""
        large = Image.new("RGB", (width, height))
        mirrored = small.transpose(Image.FLIP_LEFT_RIGHT)
        for row, y in enumerate(range(0, height, small.height)):
            for column, x in enumerate(range(0, width, small.width)):
                large.paste(mirrored if (row + column) % 2 else small, (x, y))
        return large

    photo = of(4000, 3000)
    photo.save(folder + "/12mp.jpg", quality=90)
    photo.save(folder + "/12mp-progressive.jpg", quality=90, progressive=True)
    of(8000, 6000).save(folder + "/48mp.jpg", quality=90)
    screen = of(1920, 1080)
    screen.save(folder + "/1080p.png")
    screen.save(folder + "/1080p.webp", quality=90)


def pillow(data):
    picture = Image.open(io.BytesIO(data))
    picture.thumbnail((700, 700 * picture.height))  # decodes a JPEG smaller by itself (draft)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)


def opencv(data):
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    height, width = picture.shape[:2]
    picture = cv2.resize(picture, (700, round(height * 700 / width)))
    cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])


if sys.argv[1] == "make":
    make(sys.argv[2], sys.argv[3])
else:
    with open(sys.argv[1], "rb") as file:
        DATA = file.read()
    for line in sys.stdin:
        name, count = line.split()
        do = {"pillow": pillow, "opencv": opencv}[name]
        do(DATA)
        before = time.process_time()
        for _ in range(int(count)):
            do(DATA)
        print((time.process_time() - before) * 1000 / int(count), flush=True)
