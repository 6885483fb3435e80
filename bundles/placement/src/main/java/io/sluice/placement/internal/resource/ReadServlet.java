package io.sluice.placement.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.error.InvalidInputException;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** A resource that can only be read, as JSON. */
abstract class ReadServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient Set<String> parameters;

    /** @param parameters the query parameters that are known */
    protected ReadServlet(Set<String> parameters) {
        this.parameters = parameters;
    }

    protected abstract JsonNode answer(HttpServletRequest request);

    @Override
    protected final void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> {
                check(request);
                response.setContentType("application/json");
                response.setCharacterEncoding("UTF-8");
                response.setHeader("Cache-Control", "no-store");
                JSON.writeValue(response.getOutputStream(), answer(request));
            }
            case "OPTIONS" -> {
                response.setHeader("Allow", "GET, HEAD, OPTIONS");
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            default -> methodNotAllowed(request, response, "GET, HEAD, OPTIONS");
        }
    }

    private void check(HttpServletRequest request) {
        for (String name : request.getParameterMap().keySet()) {
            if (!parameters.contains(name)) {
                throw new InvalidInputException("http.query", name, "The parameter '" + name + "' is not known here.",
                        parameters.isEmpty() ? "Leave it out." : "Known: " + String.join(", ", parameters) + ".");
            }
        }
    }
}
