package io.sluice.tunnel.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What crosses the tunnel, one in each message of the WebSocket: a byte for the kind, an int32 for the stream (most significant
 * byte first), and the rest.
 *
 * @param stream counted from 1 by who opens streams
 * @param body its own: what was received lies in it, what is sent is not changed any more
 */
record Frame(Kind kind, int stream, byte[] body) {

    /** What a frame says. The order is the code on the wire. */
    enum Kind {
        /** Begins a stream; the body names its target. */
        OPEN,
        /** Bytes of a stream. */
        DATA,
        /** No more bytes come in this direction. */
        END,
        /** The stream is over in both directions; the body says why. */
        RESET,
        /** So many more bytes may be sent: an int32. */
        WINDOW
    }

    /** A frame the other side should not have sent. */
    static final class WrongException extends Exception {
        private static final long serialVersionUID = 1;

        WrongException(String reason) {
            super(reason);
        }
    }

    /** Bytes of a stream in one frame, at most: what another stream may have to wait for. */
    static final int LONGEST = 16 * 1024;

    private static final int HEAD = 5;
    private static final int LONGEST_TEXT = 200;

    /** Bytes of a message on the wire, at most. */
    static final int LONGEST_MESSAGE = HEAD + LONGEST;

    static Frame text(Kind kind, int stream, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Frame(kind, stream, body.length <= LONGEST_TEXT ? body : Arrays.copyOf(body, LONGEST_TEXT));
    }

    static Frame window(int stream, int bytes) {
        return new Frame(Kind.WINDOW, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    int bytes() {
        return ByteBuffer.wrap(body).getInt();
    }

    ByteBuffer write() {
        return ByteBuffer.allocate(HEAD + body.length).put((byte) kind.ordinal()).putInt(stream).put(body).flip();
    }

    static Frame read(ByteBuffer message) throws WrongException {
        if (message.remaining() < HEAD || message.remaining() > LONGEST_MESSAGE) {
            throw new WrongException("a frame of " + message.remaining() + " bytes");
        }
        int code = message.get();
        int stream = message.getInt();
        if (code < 0 || code >= Kind.values().length || stream < 1) {
            throw new WrongException("a frame of kind " + code + " for stream " + stream);
        }
        Kind kind = Kind.values()[code];
        byte[] body = new byte[message.remaining()];
        message.get(body);
        boolean fits = switch (kind) {
            case OPEN, RESET -> body.length <= LONGEST_TEXT;
            case DATA -> body.length > 0;
            case END -> body.length == 0;
            case WINDOW -> body.length == 4;
        };
        if (!fits) {
            throw new WrongException("a frame " + kind + " with " + body.length + " bytes");
        }
        return new Frame(kind, stream, body);
    }
}
