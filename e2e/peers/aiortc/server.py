"""What framepost is often compared with: WebRTC to a Python server (aiortc, aiohttp) that
does the same work on every frame with OpenCV and sends the picture back.

    server.py PORT

POST /offer takes a session description as browsers write it in JSON and gives the
answer. Everything stays on loopback: no STUN server is asked, no other interface used.
"""
import asyncio
import sys

import aioice.ice
import cv2
from aiohttp import web
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from av import VideoFrame


class Mirror(MediaStreamTrack):
    """The frames of another track, 700 px wide and mirrored. Of those that have come
    while it was busy, the newest counts: aiortc itself would keep them all, in a queue
    without end."""

    kind = "video"

    def __init__(self, source):
        super().__init__()
        self.newest = asyncio.Queue(1)
        self.following = asyncio.create_task(self.follow(source))

    async def follow(self, source):
        while True:
            frame = await source.recv()
            if self.newest.full():
                self.newest.get_nowait()
            self.newest.put_nowait(frame)

    async def recv(self):
        frame = await self.newest.get()
        height = frame.height * 700 // frame.width
        picture = cv2.resize(frame.to_ndarray(format="bgr24"), (700, height), interpolation=cv2.INTER_AREA)
        answer = VideoFrame.from_ndarray(cv2.flip(picture, 1), format="bgr24")
        answer.pts, answer.time_base = frame.pts, frame.time_base
        return answer


connections = set()  # which nothing else keeps alive


async def offer(request):
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connections.add(connection)

    @connection.on("track")
    def on_track(track):
        connection.addTrack(Mirror(track))

    await connection.setRemoteDescription(RTCSessionDescription(**await request.json()))
    await connection.setLocalDescription(await connection.createAnswer())
    answer = connection.localDescription
    return web.json_response({"type": answer.type, "sdp": answer.sdp})


aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]
cv2.setNumThreads(1)
app = web.Application()
app.router.add_post("/offer", offer)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
