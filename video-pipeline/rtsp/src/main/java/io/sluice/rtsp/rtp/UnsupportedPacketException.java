package io.sluice.rtsp.rtp;

/** The sender uses a packetization that this library does not take; the message names it. */
public final class UnsupportedPacketException extends RuntimeException {

    public UnsupportedPacketException(String message) {
        super(message);
    }
}
