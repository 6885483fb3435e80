package io.sluice.console.internal;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** {@code /live/{camera}}: the test's video in a loop, and a result for every third picture. */
final class FakeLive extends JettyWebSocketServlet implements AutoCloseable {

    static final long ORIGIN = 7_000_000;
    private static final long serialVersionUID = 1;

    private final transient Picture picture = new Picture();
    private final transient FakeApi api;
    private final transient Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final transient ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean absent;
    private int number;

    FakeLive(FakeApi api) {
        this.api = api;
        clock.scheduleAtFixedRate(this::tick, 0, 1_000_000 / 15, TimeUnit.MICROSECONDS);
    }

    /** The camera stops sending, or sends again. */
    void absent(boolean now) {
        absent = now;
        viewers.forEach(Viewer::presence);
    }

    /** The connections break, as when the bundle is updated. */
    void breakAll() {
        viewers.forEach(viewer -> viewer.session.close(1012, "update", Callback.NOOP));
    }

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.setCreator((request, response) -> new Viewer());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void tick() {
        if (absent) {
            return;
        }
        int now = number++;
        viewers.forEach(viewer -> viewer.show(now));
        if (now % 3 == 0) {
            api.found(now, ORIGIN + (long) now * Picture.TICKS);
        }
    }

    /** Public, because Jetty calls it through a public lookup. */
    public final class Viewer implements Session.Listener.AutoDemanding {

        private volatile Session session;
        private boolean begun;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            viewers.add(this);
            presence();
        }

        @Override
        public void onWebSocketClose(int code, String reason) {
            viewers.remove(this);
        }

        private synchronized void presence() {
            if (absent) {
                session.sendText("""
                        {"type":"status","present":false,"code":"live.absent","message":"No pictures.","remedy":""}""",
                        Callback.NOOP);
                begun = false;
            }
        }

        private synchronized void show(int now) {
            if (!begun && now % 15 != 0) {
                return;
            }
            if (!begun) {
                begun = true;
                session.sendText("{\"type\":\"format\",\"mime\":\"" + Picture.MIME.replace("\"", "\\\"")
                        + "\",\"width\":320,\"height\":180,\"origin\":" + ORIGIN + "}", Callback.NOOP);
                session.sendBinary(picture.init(), Callback.NOOP);
            }
            ByteBuffer fragment = picture.fragment(now);
            session.sendBinary(fragment, Callback.NOOP);
        }
    }
}
