package io.sluice.placement.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/resources}: TotalResource and AvailableResource of T/AI 116.6, tables 4 and 7. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/resources")
public final class ResourcesServlet extends ReadServlet {

    private static final long serialVersionUID = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient MessageCodec codec = new MessageCodec();
    private final transient Resources resources;

    @Activate
    public ResourcesServlet(@Reference Resources resources) {
        super(Set.of());
        this.resources = resources;
    }

    @Override
    protected JsonNode answer(HttpServletRequest request) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        try {
            both.set("TotalResource", JSON.readTree(codec.encode(Messages.TOTAL_RESOURCE, resources.total())));
            both.set("AvailableResource", JSON.readTree(codec.encode(Messages.AVAILABLE_RESOURCE, resources.available())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return both;
    }
}
