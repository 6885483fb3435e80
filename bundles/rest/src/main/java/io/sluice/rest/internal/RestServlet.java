package io.sluice.rest.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.support.http.ApiServlet;
import io.sluice.support.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What our resources have in common: methods, JSON out, problems. */
abstract class RestServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes one JSON value. */
    interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Answers a request whose method is one of {@link #methods}; to HEAD as to GET, the container drops the body. */
    protected abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

    /** The methods of the resource this path means, such as {@code "GET, PUT"}. */
    protected String methods(HttpServletRequest request) {
        return "GET";
    }

    @Override
    protected final void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            List<String> methods = Arrays.asList(methods(request).split(", "));
            String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            String allowed = methods(request).replace("GET", "GET, HEAD") + ", OPTIONS";
            if (method.equals("OPTIONS")) {
                response.setHeader("Allow", allowed);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            } else if (methods.contains(method)) {
                answer(request, response);
            } else {
                methodNotAllowed(request, response, allowed);
            }
        } catch (HttpProblem problem) {
            Problems.send(
                    response, problem.status(), problem.code(), problem.getMessage(), problem.remedy(),
                    problem.field());
        }
    }

    protected static void send(HttpServletResponse response, int status, JsonNode body) throws IOException {
        send(response, status, json -> Json.MAPPER.writeTree(json, body));
    }

    protected static void send(HttpServletResponse response, int status, Body body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            body.writeTo(json);
        }
    }
}
