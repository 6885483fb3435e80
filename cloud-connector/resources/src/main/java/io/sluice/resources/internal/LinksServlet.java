package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.TunnelInfo;
import io.sluice.api.link.Tunnels;
import jakarta.servlet.Servlet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/links}: the links with other nodes; latency and offset in milliseconds, drift in parts per million; and the tunnels. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/links")
public final class LinksServlet extends ReadServlet {

    private static final long serialVersionUID = 1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final transient ResourcesComponent resources;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile Tunnels tunnels;

    @Activate
    public LinksServlet(@Reference ResourcesComponent resources) {
        this.resources = resources;
    }

    @Override
    protected JsonNode answer() {
        ArrayNode links = JSON.createArrayNode();
        List<TunnelInfo> known = Optional.ofNullable(tunnels).map(Tunnels::tunnels).orElse(List.of());
        resources.links().stream().map(Link::info).forEach(info -> {
            ObjectNode link = describe(info);
            known.stream().filter(one -> one.device().equals(info.device())).findFirst()
                    .ifPresent(tunnel -> link.set("tunnel", describe(tunnel)));
            links.add(link);
        });
        return links;
    }

    static ObjectNode describe(TunnelInfo info) {
        ObjectNode tunnel = JSON.createObjectNode();
        if (!info.page().isEmpty()) {
            tunnel.put("page", info.page());
        }
        tunnel.put("open", info.open())
                .put("since", info.since().toString())
                .put("streams", info.streams())
                .put("opened", info.opened())
                .put("refused", info.refused())
                .put("sentBytes", info.sent())
                .put("receivedBytes", info.received());
        return info.reason().isEmpty() ? tunnel : tunnel.put("reason", info.reason());
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
