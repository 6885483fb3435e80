package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The models that can be used; what is wrong with others is among the statuses. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/models")
public final class ModelsServlet extends RestServlet {

    private static final long serialVersionUID = 1;

    private final transient Services services;

    @Activate
    public ModelsServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request).end();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        services.models().list().forEach(model -> list.add(AlgorithmDocuments.of(model)));
        send(response, 200, list);
    }
}
