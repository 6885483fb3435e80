package io.sluice.live.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The WebSocket of one viewer. What a viewer says is of no interest; that it is there is. Public, because Jetty calls it
 * through method handles of a public lookup.
 */
public final class ViewerSocket implements Session.Listener.AutoDemanding, Link {

    private final Channels channels;
    private final String camera;
    private volatile Session session;
    private volatile Viewer viewer;
    private volatile boolean gone;

    ViewerSocket(Channels channels, String camera) {
        this.channels = channels;
        this.camera = camera;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        Optional<Viewer> joined = channels.join(camera, this);
        joined.ifPresent(admitted -> viewer = admitted);
        // The connection may have broken while it joined, before there was a viewer to take leave of.
        if (gone) {
            leave();
        }
    }

    @Override
    public void onWebSocketClose(int code, String reason) {
        leave();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        leave();
    }

    @Override
    public void text(String message, Sent sent) {
        session.sendText(message, callback(sent));
    }

    @Override
    public void binary(ByteBuffer message, Sent sent) {
        session.sendBinary(message, callback(sent));
    }

    @Override
    public void ping() {
        session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }

    @Override
    public void close(Farewell farewell) {
        session.close(farewell.code(), farewell.reason(), Callback.NOOP);
    }

    private Callback callback(Sent sent) {
        return Callback.from(() -> sent.done(true), failure -> {
            sent.done(false);
            leave();
        });
    }

    private void leave() {
        gone = true;
        Viewer present = viewer;
        if (present != null) {
            channels.leave(camera, present);
        }
    }
}
