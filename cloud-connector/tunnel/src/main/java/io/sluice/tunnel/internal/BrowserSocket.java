package io.sluice.tunnel.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The browser's side of a {@link LiveRelay}. Public, because Jetty calls it through method handles of a public lookup. */
public final class BrowserSocket implements Session.Listener {

    private final LiveRelay relay;
    private volatile Session session;

    BrowserSocket(LiveRelay relay) {
        this.relay = relay;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        relay.join(opened);
        opened.demand();
    }

    @Override
    public void onWebSocketPartialText(String part, boolean last) {
        next(relay.text(part, last));
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
        next(relay.binary(part, last).whenComplete((sent, error) -> callback.succeed()));
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        session.sendPong(payload, Callback.NOOP);
        session.demand();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        session.demand();
    }

    @Override
    public void onWebSocketClose(int code, String reason) {
        relay.left();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        relay.left();
    }

    private void next(CompletableFuture<?> passed) {
        passed.whenComplete((done, error) -> {
            if (error == null) {
                session.demand();
            } else {
                session.disconnect();
            }
        });
    }
}
