package io.sluice.parts.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/part-key}: the public key that tasks name where this node is to get parts encrypted. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/part-key")
public final class PartKeyServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient PartsComponent parts;

    @Activate
    public PartKeyServlet(@Reference PartsComponent parts) {
        this.parts = parts;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            methodNotAllowed(request, response, "GET");
            return;
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        JSON.writeValue(response.getOutputStream(), Map.of("publicKey", parts.publicKey()));
    }
}
