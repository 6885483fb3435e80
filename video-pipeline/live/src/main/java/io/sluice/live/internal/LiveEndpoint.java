package io.sluice.live.internal;

import io.sluice.support.http.Problems;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** Turns upgrade requests below its path into viewers of the camera that the path names. */
abstract class LiveEndpoint extends JettyWebSocketServlet {

    private static final long serialVersionUID = 1;
    /** Pings go out more often than this, so only a connection whose other side has vanished gets here. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private transient boolean ready;

    /** Where viewers join. */
    abstract Channels channels();

    /** Nothing yet: Jetty's own preparation finds its server only on a thread that serves a request of it. */
    @Override
    public void init() {}

    @Override
    public synchronized void destroy() {
        if (ready) {
            super.destroy();
        }
    }

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.setIdleTimeout(IDLE_TIMEOUT);
        factory.setMaxTextMessageSize(1024);
        factory.setMaxBinaryMessageSize(1024);
        // A fragment is one WebSocket frame, whatever its size: browsers get it whole.
        factory.setMaxFrameSize(0);
        factory.setAutoFragment(false);
        factory.setCreator(this::accept);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            String remedy = "Connect with the WebSocket protocol to /live/{camera}.";
            Problems.send(response, 426, "live.upgrade", "This address speaks WebSocket only.", remedy, "");
            return;
        }
        prepare();
        super.service(request, response);
    }

    private synchronized void prepare() throws ServletException {
        if (!ready) {
            super.init();
            ready = true;
        }
    }

    private Object accept(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) throws IOException {
        HttpServletRequest http = request.getHttpServletRequest();
        if (!isSameOrigin(http)) {
            response.sendForbidden("The live view can be used by pages of this gateway only.");
            return null;
        }
        String path = Optional.ofNullable(http.getPathInfo()).orElse("/");
        return new ViewerSocket(channels(), path.substring(1));
    }

    /** Browsers let any page open a WebSocket anywhere; RFC 6455, section 10.2, leaves the check to the server. */
    private static boolean isSameOrigin(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return true;
        }
        try {
            return request.getHeader("Host").equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
