/** RTSP client sessions on a few selector threads: {@link io.sluice.rtsp.client.RtspEngine} is the way in. */
package io.sluice.rtsp.client;
