package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A resource that can only be read, as JSON. */
abstract class ReadServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    /** Safe for use by many threads. */
    protected static final ObjectMapper JSON = new ObjectMapper();

    protected abstract JsonNode answer() throws IOException;

    @Override
    protected final void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            methodNotAllowed(request, response, "GET");
            return;
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        JSON.writeValue(response.getOutputStream(), answer());
    }
}
