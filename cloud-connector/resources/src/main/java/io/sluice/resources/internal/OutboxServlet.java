package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.task.Outbox;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/outbox}: what waits to be sent, by destination, and what was given up. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/outbox")
public final class OutboxServlet extends ReadServlet {

    private static final long serialVersionUID = 1;

    private final transient Outbox outbox;

    @Activate
    public OutboxServlet(@Reference Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    protected JsonNode answer() {
        ArrayNode queues = JSON.createArrayNode();
        outbox.waiting().forEach(waiting -> {
            ObjectNode queue = queues.addObject()
                    .put("destination", waiting.destination())
                    .put("letters", waiting.letters())
                    .put("bytes", waiting.bytes())
                    .put("givenUp", waiting.givenUp());
            waiting.oldest().ifPresent(oldest -> queue.put("oldest", oldest.toString()));
        });
        return queues;
    }
}
