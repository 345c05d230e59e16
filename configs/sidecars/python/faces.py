"""A sidecar that answers boxes: POST a JPEG, get where OpenCV's own cascade sees faces."""
import http.server
import json
import sys

import cv2
import numpy as np

CASCADE = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml"  # Debian's opencv-data


class Faces(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.cascade = cv2.CascadeClassifier(CASCADE)  # one a connection: threads must not share it

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        grey = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_GRAYSCALE)
        found = self.cascade.detectMultiScale(grey, 1.2, 5, minSize=(40, 40))
        boxes = [{"x": int(x), "y": int(y), "w": int(w), "h": int(h), "label": "face"} for x, y, w, h in found]
        answer = json.dumps({"boxes": boxes}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", len(answer))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Faces).serve_forever()
