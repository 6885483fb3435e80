package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import jakarta.servlet.Servlet;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/links}: the links with other nodes; latency and offset in milliseconds, drift in parts per million. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/links")
public final class LinksServlet extends ReadServlet {

    private static final long serialVersionUID = 1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final transient ResourcesComponent resources;

    @Activate
    public LinksServlet(@Reference ResourcesComponent resources) {
        this.resources = resources;
    }

    @Override
    protected JsonNode answer() {
        ArrayNode links = JSON.createArrayNode();
        resources.links().stream().map(Link::info).forEach(info -> links.add(describe(info)));
        return links;
    }

    static ObjectNode describe(LinkInfo info) {
        ObjectNode link = JSON.createObjectNode()
                .put("device", info.device())
                .put("direction", info.direction().name())
                .put("binding", info.binding())
                .put("address", info.address())
                .put("state", info.state().name())
                .put("since", info.since().toString())
                .put("waiting", info.waiting());
        info.latency().ifPresent(latency -> link.put("latencyMillis", millis(latency)));
        info.offset().ifPresent(offset -> link.put("offsetMillis", millis(offset)));
        info.drift().ifPresent(drift -> link.put("driftPpm", drift));
        return link;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
