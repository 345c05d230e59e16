"""The same work with OpenCV and with libjpeg-turbo, told what to do line by line.

    opencv.py IN.jpg
    TASK N      does the task N times; answers with the CPU time of one in ms
    save FILE   writes the answer, with the replaced setup's INTER_AREA, to FILE

TASK is opencv/STEP with frame, decode, resize or encode; turbo/encode, libjpeg-turbo
alone on Y'CbCr planes; or op/NAME, a call as a user of OpenCV would write it.
"""
import ctypes
import ctypes.util
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
DATA = np.fromfile(sys.argv[1], np.uint8)
FRAME = cv2.imdecode(DATA, cv2.IMREAD_COLOR)
GRAY = cv2.cvtColor(FRAME, cv2.COLOR_BGR2GRAY)
HEIGHT, WIDTH = FRAME.shape[:2]
SIZE = (700, round(HEIGHT * 700 / WIDTH))
QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 95]


def edit(frame, how=cv2.INTER_LINEAR):
    """Linear is OpenCV's fastest that is fit to be seen. framepost's own resize takes
    the mean of what a pixel covers when a picture shrinks, as INTER_AREA does, which
    costs OpenCV several times as much: the comparison leaves it the cheaper one."""
    return cv2.flip(cv2.resize(frame, SIZE, interpolation=how), 1)


EDITED = edit(FRAME)


def turbo_encoder():
    """tjCompressFromYUVPlanes on 4:2:0 planes of the edited picture."""
    lib = ctypes.CDLL(ctypes.util.find_library("turbojpeg"))
    lib.tjInitCompress.restype = ctypes.c_void_p
    lib.tjAlloc.restype = ctypes.c_void_p
    height, width = EDITED.shape[:2]
    even = EDITED[: height & ~1, : width & ~1]
    yuv = cv2.cvtColor(np.ascontiguousarray(even), cv2.COLOR_BGR2YUV_I420)
    height, width = even.shape[:2]
    luma = np.ascontiguousarray(yuv[:height])
    chroma = yuv[height:].reshape(2, height // 2, width // 2)
    planes = (ctypes.c_void_p * 3)(luma.ctypes.data, chroma[0].ctypes.data, chroma[1].ctypes.data)
    strides = (ctypes.c_int * 3)(width, width // 2, width // 2)
    handle = ctypes.c_void_p(lib.tjInitCompress())
    room = 2 * width * height
    out = ctypes.c_void_p(lib.tjAlloc(room))
    no_realloc, subsampling_420 = 1024, 2

    def encode(_keep=(luma, chroma)):
        size = ctypes.c_ulong(room)
        failed = lib.tjCompressFromYUVPlanes(
            handle, planes, width, strides, height, subsampling_420, ctypes.byref(out), ctypes.byref(size), 95, no_realloc)
        assert not failed
    return encode


def sharpen():
    soft = cv2.GaussianBlur(FRAME, (0, 0), 1)
    return cv2.addWeighted(FRAME, 2, soft, -1, 0)


TASKS = {
    "opencv/frame": lambda: cv2.imencode(".jpg", edit(cv2.imdecode(DATA, cv2.IMREAD_COLOR)), QUALITY),
    "opencv/decode": lambda: cv2.imdecode(DATA, cv2.IMREAD_COLOR),
    "opencv/resize": lambda: edit(FRAME),
    "opencv/encode": lambda: cv2.imencode(".jpg", EDITED, QUALITY),
    "op/gray": lambda: cv2.cvtColor(FRAME, cv2.COLOR_BGR2GRAY),
    "op/blur:2": lambda: cv2.GaussianBlur(FRAME, (0, 0), 2),
    "op/sharpen": sharpen,
    "op/sobel": lambda: cv2.convertScaleAbs(cv2.magnitude(
        cv2.Sobel(GRAY, cv2.CV_32F, 1, 0), cv2.Sobel(GRAY, cv2.CV_32F, 0, 1))),
    "op/canny": lambda: cv2.Canny(cv2.GaussianBlur(GRAY, (0, 0), 1), 50, 100),  # framepost's blurs first, as Canny does
    "op/threshold": lambda: cv2.threshold(GRAY, 128, 255, cv2.THRESH_BINARY),
    "op/equalize": lambda: cv2.equalizeHist(GRAY),
    "op/median:3": lambda: cv2.medianBlur(FRAME, 3),
    "op/brightness": lambda: cv2.convertScaleAbs(FRAME, alpha=1, beta=20),
    "op/resize:700": lambda: cv2.resize(FRAME, SIZE),
}


def obey(line):
    task, _, rest = line.partition(" ")
    if task == "save":
        cv2.imwrite(rest, edit(FRAME, cv2.INTER_AREA))
        return 0
    do = turbo_encoder() if task == "turbo/encode" else TASKS[task]
    do()
    before = time.process_time()
    for _ in range(int(rest)):
        do()
    return (time.process_time() - before) * 1000 / int(rest)


for line in sys.stdin:
    print(obey(line.strip()), flush=True)
