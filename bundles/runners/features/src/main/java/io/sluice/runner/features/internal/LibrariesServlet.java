package io.sluice.runner.features.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.runner.features.internal.library.EntryFilter;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import io.sluice.runner.features.internal.library.FeatureLibrary;
import io.sluice.runner.features.internal.library.LibraryEntry;
import io.sluice.runner.features.internal.library.LibrarySpec;
import io.sluice.support.http.ApiServlet;
import io.sluice.support.http.Problems;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/feature-libraries}: libraries and their entries, searched, removed, compacted. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({LibrariesServlet.PATH, LibrariesServlet.PATH + "/*"})
public final class LibrariesServlet extends ApiServlet {

    static final String PATH = "/api/feature-libraries";

    private static final long serialVersionUID = 1;
    private static final int MOST_BYTES = 64 << 20;
    private static final int DEEPEST = 8;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_LISTED = 1000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private final transient FeatureLibraries libraries;

    @Activate
    public LibrariesServlet(@Reference LibrariesComponent component) {
        this(component.libraries());
    }

    LibrariesServlet(FeatureLibraries libraries) {
        this.libraries = libraries;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String info = request.getPathInfo();
        List<String> path = info == null || info.equals("/") ? List.of() : Arrays.asList(info.substring(1).split("/", -1));
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        String allowed = allowed(path);
        if (!Set.of(allowed.split(", ")).contains(method)) {
            methodNotAllowed(request, response, allowed);
        } else if (method.equals("POST") && !isJson(request.getContentType())) {
            Problems.send(response, 415, "http.content-type", "The body must be application/json in UTF-8.",
                    "Send the header 'Content-Type: application/json'.", "");
        } else if (path.isEmpty()) {
            all(method, request, response);
        } else {
            one(libraries.require(path.get(0)), path, method, request, response);
        }
    }

    private static String allowed(List<String> path) {
        String below = path.size() > 1 ? path.get(1) : "";
        if (path.size() == 2 && (below.equals("search") || below.equals("compact"))) {
            return "POST";
        }
        if (path.size() < 2 || path.size() == 2 && below.equals("entries")) {
            return path.size() == 1 ? "GET, DELETE" : "GET, POST";
        }
        if (path.size() == 3 && below.equals("entries")) {
            return "DELETE";
        }
        throw new NotFoundException("http.path", "There is nothing at this address.");
    }

    private void all(String method, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (method.equals("POST")) {
            LibrarySpec spec = LibraryDocuments.spec(body(request));
            FeatureLibrary made = libraries.create(spec);
            response.setHeader("Location", PATH + "/" + spec.name());
            send(response, 201, LibraryDocuments.info(made.info()));
            return;
        }
        ArrayNode list = JSON.createArrayNode();
        libraries.all().forEach(library -> list.add(LibraryDocuments.info(library.info())));
        send(response, 200, list);
    }

    private void one(FeatureLibrary library, List<String> path, String method, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String what = path.size() == 1 ? "" : path.get(1);
        int dimension = library.spec().dimension();
        switch (what) {
            case "search" -> send(response, 200, JSON.createObjectNode().set("candidates", LibraryDocuments.candidates(
                    library.search(LibraryDocuments.query(body(request), dimension)), true)));
            case "compact" -> {
                libraries.compact(path.get(0));
                response.setStatus(HttpServletResponse.SC_ACCEPTED);
            }
            case "entries" -> entries(library, path, method, request, response);
            default -> {
                if (method.equals("DELETE")) {
                    libraries.remove(path.get(0));
                    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                } else {
                    send(response, 200, LibraryDocuments.info(library.info()));
                }
            }
        }
    }

    private void entries(FeatureLibrary library, List<String> path, String method, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        if (method.equals("DELETE")) {
            if (!library.remove(path.get(2))) {
                throw new NotFoundException("feature.entry.unknown", "The library has no entry " + path.get(2) + ".");
            }
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (method.equals("POST")) {
            List<LibraryEntry> entries = LibraryDocuments.entries(body(request), library.spec().dimension(), Instant.now());
            library.store(entries);
            ArrayNode ids = JSON.createArrayNode();
            entries.forEach(entry -> ids.add(entry.id()));
            send(response, 200, JSON.createObjectNode().set("stored", ids));
        } else {
            send(response, 200, JSON.createObjectNode().set("entries",
                    LibraryDocuments.candidates(library.list(filter(request), limit(request)), false)));
        }
    }

    private static EntryFilter filter(HttpServletRequest request) {
        String[] labels = request.getParameterValues("label");
        return new EntryFilter(labels == null ? Set.of() : Set.of(labels), Optional.ofNullable(request.getParameter("device")),
                Optional.ofNullable(request.getParameter("from")).map(text -> LibraryDocuments.time("from", text)),
                Optional.ofNullable(request.getParameter("to")).map(text -> LibraryDocuments.time("to", text)));
    }

    private static int limit(HttpServletRequest request) {
        String text = request.getParameter("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_LISTED) {
            throw new InvalidInputException("input.field.value", "limit",
                    "'limit' must be a whole number from 1 to " + MOST_LISTED + ".", "Correct 'limit'.");
        }
        return Integer.parseInt(text);
    }

    /** A form of another site cannot say so, nor therefore change a library. */
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
        return new InvalidInputException("http.json", "", "The body is not the JSON expected: " + reason + ".", "Correct the body.");
    }

    private static void send(HttpServletResponse response, int status, JsonNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        JSON.writeValue(response.getOutputStream(), body);
    }
}
