package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.model.AlgorithmVersion;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Packages that come in pieces: GET tells how far one is, PATCH goes on from there ({@code Upload-Offset}, {@code
 * Upload-Length}). With the last byte it is verified and imported.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/models/uploads/*")
public final class UploadsServlet extends RestServlet {

    private static final long serialVersionUID = 1;
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";

    private final transient Services services;

    @Activate
    public UploadsServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected String methods(HttpServletRequest request) {
        return "GET, PATCH";
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request);
        String sha256 = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        if (!request.getMethod().equals("PATCH")) {
            query.end();
            offset(response, services.algorithms().received(sha256));
            return;
        }
        String activation = query.choice("activate", ModelsServlet.ACTIVATIONS);
        query.end();
        PackageBodies.checkType(request);
        try {
            Optional<AlgorithmVersion> version = services.algorithms().receive(
                    sha256, number(request, OFFSET), number(request, LENGTH), request.getInputStream(),
                    ModelsServlet.activation(activation));
            if (version.isPresent()) {
                send(response, 201, AlgorithmVersionDocuments.of(version.get()));
            } else {
                offset(response, services.algorithms().received(sha256));
            }
        } catch (RuntimeException error) {
            PackageBodies.discard(request);
            throw StoreProblems.of(error);
        }
    }

    private static void offset(HttpServletResponse response, long offset) throws IOException {
        response.setHeader(OFFSET, Long.toString(offset));
        send(response, 200, JsonNodeFactory.instance.objectNode().put("offset", offset));
    }

    private static long number(HttpServletRequest request, String header) {
        String text = request.getHeader(header);
        if (text == null || !text.matches("\\d{1,18}")) {
            throw new InvalidInputException(
                    "http.header", header, "The header " + header + " must be a number of bytes.", "Add it.");
        }
        return Long.parseLong(text);
    }
}
