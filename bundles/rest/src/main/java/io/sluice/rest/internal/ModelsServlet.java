package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.support.json.StrictObject;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The algorithms that can be used (what is wrong with others is among the statuses), and the imported versions of them:
 * import, activate, roll back, delete.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/models", "/api/models/*"})
public final class ModelsServlet extends RestServlet {

    private static final long serialVersionUID = 1;
    private static final List<String> ACTIONS = List.of("activate", "rollback", "deactivate");
    static final List<String> ACTIVATIONS = List.of("first", "always", "never");
    private static final String VERSIONS = "versions";
    private static final int LONGEST = 64;

    private final transient Services services;

    @Activate
    public ModelsServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected String methods(HttpServletRequest request) {
        List<String> path = path(request);
        return switch (path.size()) {
            case 0 -> "GET, POST";
            case 2 -> ACTIONS.contains(path.get(1)) ? "POST" : "GET";
            case 3 -> "GET, DELETE";
            default -> "GET";
        };
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> path = path(request);
        boolean known = path.size() < 2
                || path.size() == 2 && (path.get(1).equals(VERSIONS) || ACTIONS.contains(path.get(1)))
                || path.size() == 3 && path.get(1).equals(VERSIONS);
        if (!known || path.stream().anyMatch(String::isEmpty)) {
            throw nothing();
        }
        if (path.isEmpty() && request.getMethod().equals("POST")) {
            add(request, response);
            return;
        }
        Query.of(request).end();
        try {
            switch (path.size()) {
                case 0 -> list(response);
                case 1 -> send(response, 200, AlgorithmDocuments.of(services.models().find(path.get(0))
                        .orElseThrow(() -> unknown(path.get(0)))));
                case 2 -> ofOne(path.get(0), path.get(1), request, response);
                default -> version(path.get(0), path.get(2), request, response);
            }
        } catch (RuntimeException error) {
            throw StoreProblems.of(error);
        }
    }

    private void list(HttpServletResponse response) throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        services.models().list().forEach(model -> list.add(AlgorithmDocuments.of(model)));
        send(response, 200, list);
    }

    private void add(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request);
        Activation activation = activation(query.choice("activate", ACTIVATIONS));
        query.end();
        PackageBodies.checkType(request);
        try {
            AlgorithmVersion version = services.algorithms().add(request.getInputStream(), activation);
            response.setHeader("Location", "/api/models/" + version.id() + "/versions/" + version.version());
            send(response, 201, AlgorithmVersionDocuments.of(version));
        } catch (RuntimeException error) {
            PackageBodies.discard(request);
            throw StoreProblems.of(error);
        }
    }

    private void ofOne(String id, String what, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (what) {
            case "activate" -> {
                StrictObject body = StrictObject.root(Json.read(request));
                String version = body.text("version", LONGEST);
                body.end();
                send(response, 200, AlgorithmVersionDocuments.of(services.algorithms().activate(id, version)));
            }
            case "rollback" -> {
                noMembers(request);
                send(response, 200, AlgorithmVersionDocuments.of(services.algorithms().rollBack(id)));
            }
            case "deactivate" -> {
                noMembers(request);
                services.algorithms().deactivate(id);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            default -> send(response, 200, AlgorithmVersionDocuments.of(versions(id)));
        }
    }

    private void version(String id, String version, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getMethod().equals("DELETE")) {
            services.algorithms().remove(id, version);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        AlgorithmVersion found = versions(id).stream()
                .filter(one -> one.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        "model.version.unknown", "There is no version '" + version + "' of '" + id + "'."));
        send(response, 200, AlgorithmVersionDocuments.of(found));
    }

    private List<AlgorithmVersion> versions(String id) {
        List<AlgorithmVersion> versions = services.algorithms().versions().stream()
                .filter(version -> version.id().equals(id))
                .toList();
        if (versions.isEmpty() && services.models().find(id).isEmpty()) {
            throw unknown(id);
        }
        return versions;
    }

    static Activation activation(String word) {
        return word.equals("first") ? Activation.IF_FIRST : Activation.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static void noMembers(HttpServletRequest request) throws IOException {
        StrictObject.root(Json.read(request)).end();
    }

    private static List<String> path(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
    }

    private static NotFoundException unknown(String id) {
        return new NotFoundException("model.unknown", "There is no algorithm '" + id + "' that can be used.");
    }

    private static NotFoundException nothing() {
        return new NotFoundException("http.path", "There is nothing at this address.");
    }
}
