package io.sluice.tunnel.internal;

import io.sluice.session.DeviceIds;
import io.sluice.support.http.Problems;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /tunnel/<id>}: where lower nodes dial, with the ticket they were given. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/tunnel/*")
public final class DoorServlet extends UpgradeServlet {

    private static final long serialVersionUID = 1;
    private static final String BEARER = "Bearer ";

    private final transient Doors doors;

    @Activate
    public DoorServlet(@Reference TunnelComponent tunnels) {
        doors = tunnels.doors();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        if (!isUpgrade(request)) {
            response.setHeader("Upgrade", "websocket");
            Problems.send(response, 426, "tunnel.upgrade", "This address speaks WebSocket only.", "", "");
            return;
        }
        String path = request.getPathInfo();
        String device = path == null ? "" : path.substring(1);
        String shown = request.getHeader("Authorization");
        if (!DeviceIds.fits(device) || shown == null || !shown.startsWith(BEARER)
                || !doors.admit(device, shown.substring(BEARER.length()))) {
            Problems.send(response, 403, "tunnel.ticket", "Nobody asked for this tunnel, or it took too long.",
                    "Wait until this node asks over the link.", "");
            return;
        }
        upgrade(request, response, new TakenWire(doors, device));
    }
}
