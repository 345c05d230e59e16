"""A sidecar that answers a picture: POST a JPEG, get a JPEG. The work stands in the middle."""
import http.server
import sys
from urllib.parse import parse_qs, urlsplit
import cv2, numpy as np

class Look(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # the connection stays for the next frame
    disable_nagle_algorithm = True  # or the body waits for 40 ms after the headers
    log_message = lambda *_: None  # a line for each frame would be too many

    def do_POST(self):
        width = int(parse_qs(urlsplit(self.path).query)["width"][0])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        frame = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_COLOR)
        height = frame.shape[0] * width // frame.shape[1]
        frame = cv2.flip(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), 1)
        picture = cv2.imencode(".jpg", frame)[1].tobytes()
        self.send_response(200)
        self.send_header("Content-Length", len(picture))
        self.end_headers()
        self.wfile.write(picture)

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Look).serve_forever()
