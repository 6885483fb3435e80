package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.support.camera.CameraDocuments;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The cameras: list, add, show, change, remove. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/cameras", "/api/cameras/*"})
public final class CamerasServlet extends RestServlet {

    private static final long serialVersionUID = 1;
    /** What an answer has and a document has not; a client may send it back. */
    private static final Set<String> READ_ONLY = Set.of("status", "stream");

    private final transient Services services;

    @Activate
    public CamerasServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected String methods(HttpServletRequest request) {
        return request.getPathInfo() == null ? "GET, POST" : "GET, PUT, DELETE";
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request).end();
        Optional<String> id = Optional.ofNullable(request.getPathInfo()).map(path -> path.substring(1));
        id.ifPresent(CamerasServlet::checkId);
        Cameras cameras = services.cameras();
        switch (request.getMethod()) {
            case "POST" -> add(cameras, request, response);
            case "PUT" -> change(cameras, id.orElseThrow(), request, response);
            case "DELETE" -> remove(cameras, id.orElseThrow(), response);
            default -> show(cameras, id, response);
        }
    }

    private void show(Cameras cameras, Optional<String> id, HttpServletResponse response) throws IOException {
        if (id.isPresent()) {
            CameraSpec camera = cameras.find(id.get()).orElseThrow(() -> unknown(id.get()));
            send(response, 200, document(camera, statuses()));
            return;
        }
        Map<String, Status> statuses = statuses();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        cameras.list().forEach(camera -> list.add(document(camera, statuses)));
        send(response, 200, list);
    }

    /** One at a time, so that of two who add the same camera one is told. */
    private synchronized void add(Cameras cameras, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CameraSpec camera = secrets().withoutEmpty(CameraDocuments.read(body(request)));
        AnalysisArguments.check(camera, services.modelsIfPresent());
        if (cameras.find(camera.id()).isPresent()) {
            throw new HttpProblem(
                    409, "camera.exists", "There is a camera '" + camera.id() + "' already.",
                    "Choose another id, or change that camera.", "id");
        }
        cameras.put(camera);
        response.setHeader("Location", "/api/cameras/" + camera.id());
        send(response, 201, document(camera, statuses()));
    }

    private synchronized void change(
            Cameras cameras, String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode body = body(request);
        if (body instanceof ObjectNode object && !object.has("id")) {
            object.put("id", id);
        }
        CameraSpec camera = CameraDocuments.read(body);
        if (!camera.id().equals(id)) {
            throw new InvalidInputException(
                    "camera.id", "id", "'id' is '" + camera.id() + "', but the address names '" + id + "'.",
                    "An id cannot be changed; remove the camera and add it anew.");
        }
        AnalysisArguments.check(camera, services.modelsIfPresent());
        Optional<CameraSpec> before = cameras.find(id);
        CameraSpec whole = before.map(old -> secrets().restore(camera, old)).orElse(camera);
        CameraSpec settled = secrets().withoutEmpty(whole);
        boolean isNew = cameras.put(settled);
        send(response, isNew ? 201 : 200, document(settled, statuses()));
    }

    private static void remove(Cameras cameras, String id, HttpServletResponse response) {
        if (!cameras.remove(id)) {
            throw unknown(id);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private ObjectNode document(CameraSpec camera, Map<String, Status> statuses) {
        ObjectNode document = CameraDocuments.write(secrets().hide(camera));
        Status status = statuses.get(camera.id());
        document.set("status", status == null ? null : Documents.of(status));
        document.set("stream", services.hubIfPresent()
                .flatMap(hub -> hub.stream(camera.id()))
                .map(Documents::of)
                .orElse(null));
        return document;
    }

    private Map<String, Status> statuses() {
        List<Status> statuses = services.statuses();
        return statuses.stream()
                .filter(status -> status.subject().kind().equals(Subject.CAMERA))
                .collect(Collectors.toMap(status -> status.subject().id(), Function.identity(), (a, b) -> a));
    }

    private Secrets secrets() {
        return new Secrets(services.drivers().values());
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        JsonNode body = Json.read(request);
        if (body instanceof ObjectNode object) {
            object.remove(READ_ONLY);
        }
        return body;
    }

    private static void checkId(String id) {
        if (!CameraDocuments.ID.matcher(id).matches()) {
            throw new InvalidInputException(
                    "camera.id", "id", "The address does not name a camera.",
                    "An id is 1 to 63 letters, digits, '-' or '_', beginning with a letter or digit.");
        }
    }

    private static NotFoundException unknown(String id) {
        return new NotFoundException("camera.unknown", "There is no camera '" + id + "'.");
    }
}
