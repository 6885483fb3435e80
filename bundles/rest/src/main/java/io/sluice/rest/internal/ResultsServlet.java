package io.sluice.rest.internal;

import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.StoredResult;
import io.sluice.support.camera.CameraDocuments;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Stored results by camera, label and time; with {@code embeddings=true} up to 100 with the vectors of what was found. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/results")
public final class ResultsServlet extends RestServlet {

    private static final long serialVersionUID = 1;
    private static final int DEFAULT_LIMIT = 100;
    private static final int LONGEST_LABEL = 200;
    /** A vector of 1024 values is 10 KB of JSON. */
    private static final int MOST_WITH_EMBEDDINGS = 100;

    private final transient Services services;

    @Activate
    public ResultsServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query asked = Query.of(request);
        boolean embeddings = asked.choice("embeddings", List.of("false", "true")).equals("true");
        ResultQuery query = query(asked, embeddings ? MOST_WITH_EMBEDDINGS : ResultQuery.MAX_LIMIT);
        List<StoredResult> results = services.results().find(query);
        send(response, 200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (StoredResult result : results) {
                ResultJson.write(result, embeddings, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static ResultQuery query(Query query, int mostResults) {
        Optional<Instant> from = query.instant("from");
        Optional<Instant> to = query.instant("to");
        ResultQuery read = new ResultQuery(
                camera(query),
                query.text("label").map(ResultsServlet::checkedLabel),
                from,
                to,
                query.whole("after", 0, Long.MAX_VALUE),
                query.choice("crossings", List.of("false", "true")).equals("true"),
                query.choice("order", List.of("desc", "asc")).equals("desc"),
                (int) query.whole("limit", 1, mostResults).orElse(DEFAULT_LIMIT));
        query.end();
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw Query.invalid("to", "must not be before 'from'");
        }
        return read;
    }

    static Optional<String> camera(Query query) {
        Optional<String> camera = query.text("camera");
        if (camera.isPresent() && !CameraDocuments.ID.matcher(camera.get()).matches()) {
            throw Query.invalid("camera", "must be a camera's id");
        }
        return camera;
    }

    private static String checkedLabel(String label) {
        if (label.length() > LONGEST_LABEL) {
            throw Query.invalid("label", "must have at most " + LONGEST_LABEL + " characters");
        }
        return label;
    }
}
