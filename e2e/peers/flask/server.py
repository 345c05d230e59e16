"""The setup that framepost replaces, as a widely copied answer describes it: base64
frames over socket.io, OpenCV in the middle, a data URL back.

    server.py PORT
"""
import base64
import sys

import cv2
import numpy as np
from flask import Flask
from flask_socketio import SocketIO, emit

app = Flask(__name__)
socketio = SocketIO(app, max_http_buffer_size=32 << 20)


@socketio.on("image")
def on_image(text):
    frame = cv2.imdecode(np.frombuffer(base64.b64decode(text), np.uint8), cv2.IMREAD_COLOR)
    height, width = frame.shape[:2]
    frame = cv2.resize(frame, (700, height * 700 // width), interpolation=cv2.INTER_AREA)
    jpeg = cv2.imencode(".jpg", cv2.flip(frame, 1))[1]  # quality 95 unless told otherwise
    emit("response_back", "data:image/jpg;base64," + base64.b64encode(jpeg).decode())


cv2.setNumThreads(1)
socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]))
