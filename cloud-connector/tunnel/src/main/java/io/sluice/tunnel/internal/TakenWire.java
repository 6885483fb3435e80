package io.sluice.tunnel.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The WebSocket that a lower node dialled. Public, because Jetty calls it through method handles of a public lookup. */
public final class TakenWire implements Session.Listener.AutoDemanding, Wire {

    private final Doors doors;
    private final String device;
    private volatile Session session;
    private volatile Mux mux;

    TakenWire(Doors doors, String device) {
        this.doors = doors;
        this.device = device;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        mux = doors.connected(device, this);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        mux.receive(payload);
        callback.succeed();
    }

    @Override
    public void onWebSocketText(String message) {
        mux.end("the other side sent text");
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        mux.heard();
        session.sendPong(payload, Callback.NOOP);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        mux.heard();
    }

    @Override
    public void onWebSocketClose(int code, String reason) {
        mux.end(reason == null || reason.isEmpty() ? "the other side closed it" : reason);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        mux.end("the connection broke: " + cause.getMessage());
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        Callback.Completable sent = new Callback.Completable();
        session.sendBinary(message, sent);
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw new IOException("the connection broke: " + failed.getCause().getMessage(), failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        }
    }

    @Override
    public void ping() {
        session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }

    @Override
    public void close(String reason) {
        session.disconnect();
    }
}
