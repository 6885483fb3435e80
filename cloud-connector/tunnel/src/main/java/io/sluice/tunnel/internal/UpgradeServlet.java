package io.sluice.tunnel.internal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** A servlet that takes WebSockets as well; what it joins them with is an attribute of the request. */
abstract class UpgradeServlet extends JettyWebSocketServlet {

    private static final long serialVersionUID = 1;
    private static final String SOCKET = UpgradeServlet.class.getName();
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    private transient boolean ready;

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
        factory.setMaxBinaryMessageSize(Frame.LONGEST_MESSAGE);
        factory.setMaxFrameSize(0);
        factory.setAutoFragment(false);
        factory.setCreator((request, response) -> {
            Object socket = request.getHttpServletRequest().getAttribute(SOCKET);
            request.getHttpServletRequest().removeAttribute(SOCKET);
            return socket;
        });
    }

    static boolean isUpgrade(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /**
     * Takes the WebSocket.
     *
     * @param socket an endpoint of Jetty's
     * @return whether it was taken; it may open later, on another thread
     */
    protected final boolean upgrade(HttpServletRequest request, HttpServletResponse response, Object socket)
            throws ServletException, IOException {
        request.setAttribute(SOCKET, socket);
        synchronized (this) {
            if (!ready) {
                super.init();
                ready = true;
            }
        }
        super.service(request, response);
        return request.getAttribute(SOCKET) == null;
    }
}
