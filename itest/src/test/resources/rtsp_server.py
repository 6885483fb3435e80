"""A foreign RTSP server for tests: GStreamer's, with pipelines given on the command line.

Usage: rtsp_server.py PORT [--auth USER:PASSWORD] PATH=PIPELINE...
Prints "ready" once it listens. SIGUSR1 switches every capsfilter named "size" to 320x240.
"""
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)
arguments = sys.argv[1:]
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(arguments.pop(0))

token = None
if arguments and arguments[0] == "--auth":
    user, password = arguments[1].split(":", 1)
    del arguments[:2]
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth.add_digest(user, password, token)
    server.set_auth(auth)

medias = []


def configured(_factory, media):
    medias.append(media)
    media.connect("unprepared", lambda gone: medias.remove(gone) if gone in medias else None)


for argument in arguments:
    path, pipeline = argument.split("=", 1)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch("( " + pipeline + " )")
    factory.set_shared(True)
    factory.connect("media-configure", configured)
    if token is not None:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("user", "media.factory.access", True)
        permissions.add_permission_for_role("user", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(path, factory)


def shrink():
    for media in medias:
        caps = media.get_element().get_by_name("size")
        if caps is not None:
            caps.set_property("caps", Gst.Caps.from_string("video/x-raw,width=320,height=240"))
    return True


GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, shrink)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
