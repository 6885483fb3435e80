package io.sluice.live.internal;

import java.nio.ByteBuffer;

/** One viewer's connection. Sends without blocking; one message at a time is in flight. */
interface Link {

    /** What to do when a message left or the connection failed; called once a message, on any thread. */
    interface Sent {
        void done(boolean success);
    }

    void text(String message, Sent sent);

    void binary(ByteBuffer message, Sent sent);

    /** Keeps an idle connection open and finds out whether the other side is still there. */
    void ping();

    void close(Farewell farewell);
}
