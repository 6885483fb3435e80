package io.sluice.placement.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.accel.PlacementView;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/placement}: who runs which model where, and why there. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/placement")
public final class PlacementServlet extends ReadServlet {

    private static final long serialVersionUID = 1;

    private final transient PlacementView view;

    @Activate
    public PlacementServlet(@Reference PlacementView view) {
        super(Set.of());
        this.view = view;
    }

    @Override
    protected JsonNode answer(HttpServletRequest request) {
        return Views.leases(view.leases());
    }
}
