package io.sluice.rtsp.client;

import java.util.Objects;

/**
 * Why a session ended.
 *
 * @param kind for programs
 * @param message for people: the cause, in English, without address and password
 */
public record SessionFault(Kind kind, String message) {

    /** Kinds of faults. */
    public enum Kind {
        /** The host's name is unknown, or nobody takes the connection. */
        UNREACHABLE,
        /** The server knows user and password and refuses them. */
        UNAUTHORIZED,
        /** The server wants a user and password, and none were given. */
        CREDENTIALS_MISSING,
        /** There is no stream of this name. */
        NOT_FOUND,
        /** The server refused a request for another reason. */
        REFUSED,
        /** The server does not offer the transport wanted. */
        TRANSPORT_REFUSED,
        /** No video, or none in a codec or packetization that is taken. */
        UNSUPPORTED_VIDEO,
        /** What came is no RTSP or RTP. */
        GARBAGE,
        /** A request was not answered in time. */
        NO_ANSWER,
        /** The connection stands, but no picture came for too long. */
        STALLED,
        /** Pictures came for long, none of which can be decoded from. */
        NO_KEY_FRAME,
        /** The connection broke. */
        LOST
    }

    public SessionFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }
}
