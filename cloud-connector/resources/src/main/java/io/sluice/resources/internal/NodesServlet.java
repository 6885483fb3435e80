package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.message.TaskStatus;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.MessageType;
import io.sluice.protocol.Messages;
import io.sluice.resources.internal.LowerReports.Reports;
import io.sluice.resources.internal.LowerReports.Timed;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /api/nodes}: the nodes below this one that are linked or have reported, with their latest reports as tables 4 and 7 have
 * them, when those came, the states of tasks that they told (table 31), and how the link is.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/nodes")
public final class NodesServlet extends ReadServlet {

    private static final long serialVersionUID = 1;

    private final transient MessageCodec codec = new MessageCodec();
    private final transient ResourcesComponent resources;

    @Activate
    public NodesServlet(@Reference ResourcesComponent resources) {
        this.resources = resources;
    }

    @Override
    protected JsonNode answer() throws IOException {
        Map<String, Optional<LinkInfo>> known = new TreeMap<>();
        Map<String, Reports> reports = resources.reports().all();
        Map<String, List<TaskStatus>> tasks = resources.tasks().all();
        reports.keySet().forEach(device -> known.put(device, Optional.empty()));
        tasks.keySet().forEach(device -> known.put(device, Optional.empty()));
        for (Link link : resources.links()) {
            LinkInfo info = link.info();
            if (info.direction() == LinkInfo.Direction.LOWER && !info.device().isEmpty()) {
                known.put(info.device(), Optional.of(info));
            }
        }
        ArrayNode nodes = JSON.createArrayNode();
        for (Map.Entry<String, Optional<LinkInfo>> one : known.entrySet()) {
            ObjectNode node = nodes.addObject().put("device", one.getKey());
            one.getValue().ifPresent(info -> node.putObject("link")
                    .put("state", info.state().name())
                    .put("since", info.since().toString())
                    .put("binding", info.binding())
                    .put("address", info.address()));
            Reports reported = reports.getOrDefault(one.getKey(), Reports.NONE);
            put(node, "total", Messages.TOTAL_RESOURCE, reported.total());
            put(node, "available", Messages.AVAILABLE_RESOURCE, reported.available());
            ArrayNode told = node.putArray("tasks");
            for (TaskStatus task : tasks.getOrDefault(one.getKey(), List.of())) {
                told.add(JSON.readTree(codec.encode(Messages.TASK_STATUS, task)));
            }
        }
        return nodes;
    }

    private <T> void put(ObjectNode node, String name, MessageType<T> type, Optional<Timed<T>> timed) throws IOException {
        if (timed.isPresent()) {
            node.putObject(name)
                    .put("at", timed.get().at().toString())
                    .set("report", JSON.readTree(codec.encode(type, timed.get().report())));
        }
    }
}
