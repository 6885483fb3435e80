package io.sluice.tunnel.internal;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The WebSocket that this node dialled. */
final class DialedWire implements Wire, WebSocket.Listener {

    private final ByteBuffer message = ByteBuffer.allocate(Frame.LONGEST_MESSAGE);
    private volatile WebSocket socket;
    private volatile Mux mux;

    /** From now on takes what comes. */
    void begin(Mux receiver) {
        mux = receiver;
        socket.request(1);
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Nothing is asked for before there is somebody to take it.
        socket = opened;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (data.remaining() > message.remaining()) {
            mux.end("the other side sent a message that is too long");
            return null;
        }
        message.put(data);
        if (last) {
            mux.receive(message.flip());
            message.clear();
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        mux.end("the other side sent text");
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        mux.heard();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        mux.heard();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended(reason.isEmpty() ? "the other side closed it" : reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended("the connection broke: " + error.getMessage());
    }

    @Override
    public void send(ByteBuffer frame) throws IOException {
        try {
            socket.sendBinary(frame, true).get();
        } catch (ExecutionException failed) {
            throw new IOException("the connection broke: " + failed.getCause().getMessage(), failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        }
    }

    @Override
    public void ping() {
        // A ping that is under way still is as good; its future fails then.
        socket.sendPing(ByteBuffer.allocate(0));
    }

    @Override
    public void close(String reason) {
        socket.abort();
    }

    /** A connection may break before anybody took it. */
    private void ended(String reason) {
        Mux present = mux;
        if (present != null) {
            present.end(reason);
        }
    }
}
