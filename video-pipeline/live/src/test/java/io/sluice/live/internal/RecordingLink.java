package io.sluice.live.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A viewer's connection that writes down what is sent; a held one completes nothing until it is let go. */
final class RecordingLink implements Link {

    private final List<String> received = new ArrayList<>();
    private Sent pending;
    private boolean held;
    private Farewell farewell;

    static RecordingLink held() {
        RecordingLink link = new RecordingLink();
        link.held = true;
        return link;
    }

    @Override
    public void text(String message, Sent sent) {
        take(message, sent);
    }

    @Override
    public void binary(ByteBuffer message, Sent sent) {
        take(TextPackaging.read(message), sent);
    }

    @Override
    public void ping() {
        take("ping", success -> {});
    }

    @Override
    public synchronized void close(Farewell reason) {
        farewell = reason;
    }

    void letGo() {
        Sent sent;
        synchronized (this) {
            held = false;
            sent = pending;
            pending = null;
        }
        if (sent != null) {
            sent.done(true);
        }
    }

    void fail() {
        Sent sent;
        synchronized (this) {
            sent = pending;
            pending = null;
        }
        sent.done(false);
    }

    synchronized List<String> received() {
        return List.copyOf(received);
    }

    synchronized Farewell farewell() {
        return farewell;
    }

    private void take(String message, Sent sent) {
        synchronized (this) {
            received.add(message);
            if (held) {
                pending = sent;
                return;
            }
        }
        sent.done(true);
    }
}
