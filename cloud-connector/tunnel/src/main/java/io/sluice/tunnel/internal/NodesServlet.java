package io.sluice.tunnel.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.support.http.Problems;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /nodes/<id>/...}: the page, the API, the events, the live pictures and the recordings of a lower node, through its tunnel.
 * Where there is none and none comes about, the answer is 503 and says why.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/nodes/*")
@HttpWhiteboardServletAsyncSupported
public final class NodesServlet extends UpgradeServlet {

    private static final long serialVersionUID = 1;

    private final transient TunnelComponent tunnels;

    @Activate
    public NodesServlet(@Reference TunnelComponent tunnels) {
        this.tunnels = tunnels;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        Optional<Target> target = Target.of(request);
        if (target.isEmpty()) {
            Problems.send(response, 404, "http.path", "There is no node at " + request.getRequestURI() + ".",
                    "Its page is at /nodes/<20 digits>/.", "");
        } else if (target.get().path().isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            // Relative, so that it holds behind a proxy and through another tunnel.
            response.setHeader("Location", target.get().device() + "/");
        } else if (isUpgrade(request)) {
            live(target.get(), request, response);
        } else {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            if (!tunnels.carry(() -> answer(target.get(), context))) {
                busy(response);
                context.complete();
            }
        }
    }

    private void answer(Target target, AsyncContext context) {
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        try {
            tunnels.proxy().carry(target, tunnels.doors().port(target.device()), (HttpServletRequest) context.getRequest(), response);
        } catch (SluiceException known) {
            send(response, known);
        } catch (RuntimeException unexpected) {
            send(response, unexpected);
        } finally {
            context.complete();
        }
    }

    private void live(Target target, HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        LiveRelay relay;
        try {
            relay = LiveRelay.connect(tunnels.client(), target.uri("ws", tunnels.doors().port(target.device())),
                    request.getHeader("Sec-WebSocket-Protocol"));
        } catch (SluiceException known) {
            Problems.send(response, known);
            return;
        }
        boolean taken = false;
        try {
            taken = upgrade(request, response, relay.browser());
        } finally {
            if (!taken) {
                relay.end();
            }
        }
    }

    private static void busy(HttpServletResponse response) throws IOException {
        Problems.send(response, 503, "tunnel.busy", "Too many requests to lower nodes are under way.", "Try again later.", "");
    }

    private static void send(HttpServletResponse response, Exception problem) {
        try {
            Problems.send(response, problem);
        } catch (IOException gone) {
            // Who asked is gone.
        }
    }
}
