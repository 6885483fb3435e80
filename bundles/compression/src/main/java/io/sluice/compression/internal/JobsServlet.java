package io.sluice.compression.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.compression.internal.job.Job;
import io.sluice.support.http.ApiServlet;
import io.sluice.support.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Jobs of one kind: list, add, look, repeat, cancel. */
abstract class JobsServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final int MOST_BYTES = 64 << 10;
    private static final int DEEPEST = 8;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private final transient Jobs jobs;
    private final Jobs.Kind kind;
    private final String address;

    /** @param address of the resource, without a slash at its end */
    protected JobsServlet(Jobs jobs, Jobs.Kind kind, String address) {
        this.jobs = jobs;
        this.kind = kind;
        this.address = address;
    }

    @Override
    protected final void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String info = request.getPathInfo();
        List<String> path = info == null || info.equals("/") ? List.of() : Arrays.asList(info.substring(1).split("/", -1));
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        boolean repeat = path.size() == 2 && path.get(1).equals("repeat");
        if (path.size() > 1 && !repeat) {
            throw new NotFoundException("http.path", "There is nothing at this address.");
        }
        List<String> allowed = repeat ? List.of("POST") : path.isEmpty() ? List.of("GET", "POST") : List.of("GET", "DELETE");
        if (!allowed.contains(method)) {
            methodNotAllowed(request, response, String.join(", ", allowed));
            return;
        }
        if (repeat) {
            accepted(response, jobs.repeat(kind, path.get(0)));
        } else if (path.isEmpty()) {
            all(method, request, response);
        } else if (method.equals("DELETE")) {
            jobs.remove(kind, path.get(0));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            send(response, 200, jobs.find(kind, path.get(0)).document());
        }
    }

    private void all(String method, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (method.equals("POST")) {
            if (!isJson(request.getContentType())) {
                Problems.send(response, 415, "http.content-type", "The body must be application/json in UTF-8.",
                        "Send the header 'Content-Type: application/json'.", "");
                return;
            }
            accepted(response, jobs.add(kind, body(request)));
            return;
        }
        ArrayNode list = JSON.createArrayNode();
        jobs.list(kind).forEach(job -> list.add(job.document()));
        send(response, 200, list);
    }

    private void accepted(HttpServletResponse response, Job job) throws IOException {
        response.setHeader("Location", address + "/" + job.id());
        send(response, 202, job.document());
    }

    /** A form of another site cannot say so, nor therefore begin a job. */
    private static boolean isJson(String type) {
        return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MOST_BYTES + 1);
        try {
            JsonNode body = bytes.length > MOST_BYTES ? null : JSON.readTree(bytes);
            if (body != null && !body.isMissingNode()) {
                return body;
            }
            throw malformed(bytes.length == 0 ? "it is empty" : "it has more than " + MOST_BYTES + " bytes");
        } catch (JsonProcessingException error) {
            throw malformed(error.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static InvalidInputException malformed(String reason) {
        return new InvalidInputException(
                "http.json", "", "The body is not the JSON expected: " + reason + ".", "Correct the body.");
    }

    private static void send(HttpServletResponse response, int status, JsonNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        JSON.writeValue(response.getOutputStream(), body);
    }
}
