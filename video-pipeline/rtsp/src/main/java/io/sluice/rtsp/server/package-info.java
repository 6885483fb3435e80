/** An RTSP server for live streams: {@link io.sluice.rtsp.server.RtspServer} is the way in. */
package io.sluice.rtsp.server;
