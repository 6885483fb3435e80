package io.sluice.tunnel.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One WebSocket, whichever side of it. Thread-safe. */
interface Wire {

    /** Sends one message, and waits until it left; ends with an error when the connection does. */
    void send(ByteBuffer message) throws IOException;

    /** Asks for a sign of life; does not wait. */
    void ping();

    /** Ends the connection at once; does not wait. */
    void close(String reason);
}
