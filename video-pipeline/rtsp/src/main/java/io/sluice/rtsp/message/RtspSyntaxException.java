package io.sluice.rtsp.message;

/** Bytes that are no RTSP, SDP, RTP or RTCP; the message says what was expected and what came. */
public final class RtspSyntaxException extends RuntimeException {

    public RtspSyntaxException(String message) {
        super(message);
    }
}
