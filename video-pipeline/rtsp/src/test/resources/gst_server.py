#!/usr/bin/python3
"""A foreign RTSP server for tests: plays a clip with the times of its packet table, over and over, by GStreamer.

Usage: gst_server.py CLIP [basic|digest]   user "user", password "secret"
Prints "port N" when it takes connections; ends when its standard input does.
"""
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

TICK = Gst.SECOND / 90000


def access_units(path):
    """Annex B bytes of each access unit, cut before the first NAL unit that belongs to the next picture."""
    data = open(path, "rb").read()
    h264 = path.endswith("264")
    starts = []
    at = data.find(b"\0\0\1")
    while at >= 0:
        starts.append(at)
        at = data.find(b"\0\0\1", at + 3)
    starts.append(len(data))
    units, current, sliced = [], b"", False
    for begin, end in zip(starts, starts[1:]):
        nal = data[begin + 3:end].rstrip(b"\0")
        kind = nal[0] & 31 if h264 else nal[0] >> 1 & 63
        is_slice = kind in (1, 5) if h264 else kind < 32
        first = is_slice and nal[1 if h264 else 2] & 0x80
        if sliced and (first or not is_slice):
            units.append(current)
            current, sliced = b"", False
        current += b"\0\0\0\1" + nal
        sliced = sliced or is_slice
    units.append(current)
    return units


def main():
    clip = sys.argv[1]
    auth_method = sys.argv[2] if len(sys.argv) > 2 else ""
    Gst.init(None)
    units = access_units(clip)
    table = [tuple(int(x) for x in line.split(",")[:2]) for line in open(clip + ".packets")]
    length = len(units) * 3600
    codec = "h264" if clip.endswith("264") else "h265"

    class Factory(GstRtspServer.RTSPMediaFactory):
        def do_create_element(self, url):
            return Gst.parse_launch(
                f"( appsrc name=source is-live=true format=time block=true max-bytes=200000 "
                f"caps=video/x-{codec},stream-format=byte-stream,alignment=au,framerate=25/1 "
                f"! {codec}parse ! rtp{codec}pay name=pay0 pt=96 config-interval=-1 aggregate-mode=zero-latency )")

        def begin(self, media):
            source = media.get_element().get_by_name_recurse_up("source")
            threading.Thread(target=self.feed, args=(source,), daemon=True).start()

        def feed(self, source):
            n = 0
            while True:
                loop, at = divmod(n, len(units))
                buffer = Gst.Buffer.new_wrapped(units[at])
                # Two frames more, so that no decode time is negative.
                buffer.pts = int((table[at][0] + loop * length + 7200) * TICK)
                buffer.dts = int((table[at][1] + loop * length + 7200) * TICK)
                if source.emit("push-buffer", buffer) != Gst.FlowReturn.OK:
                    return
                n += 1

    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    factory = Factory()
    factory.connect("media-configure", lambda _, media: factory.begin(media))
    if auth_method:
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        if auth_method == "basic":
            auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
            auth.add_basic(GstRtspServer.RTSPAuth.make_basic("user", "secret"), token)
        else:
            auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
            auth.add_digest("user", "secret", token)
        server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory("/clip", factory)
    server.attach(None)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    print("port", server.get_bound_port(), flush=True)
    loop.run()


main()
