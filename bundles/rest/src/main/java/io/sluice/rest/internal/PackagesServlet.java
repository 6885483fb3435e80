package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.model.PackageContent;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The packages of all versions, by digest, for other gateways to fetch; in parts, should the link break (RFC 9110, 14). */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/models/packages", "/api/models/packages/*"})
public final class PackagesServlet extends RestServlet {

    private static final long serialVersionUID = 1;

    private final transient Services services;

    @Activate
    public PackagesServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request).end();
        if (request.getPathInfo() == null) {
            list(response);
            return;
        }
        String sha256 = request.getPathInfo().substring(1);
        String tag = '"' + sha256 + '"';
        try (PackageContent content = services.algorithms().open(sha256)) {
            String match = request.getHeader("If-Match");
            if (match != null && !match.equals("*") && !match.contains(tag)) {
                throw new HttpProblem(412, "http.precondition", "The package is " + tag + ", not " + match + ".", "", "");
            }
            String condition = request.getHeader("If-Range");
            boolean whole = condition != null && !condition.equals(tag);
            Optional<ByteRange> range = whole ? Optional.empty()
                    : ByteRange.of(request.getHeader("Range"), content.bytes());
            response.setHeader("ETag", tag);
            response.setHeader("Accept-Ranges", "bytes");
            response.setHeader("Cache-Control", "no-store");
            response.setContentType("application/zip");
            ByteRange part = range.orElse(new ByteRange(0, content.bytes()));
            response.setContentLengthLong(part.count());
            if (range.isPresent()) {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader("Content-Range", part.header(content.bytes()));
            }
            if (!request.getMethod().equals("HEAD")) {
                content.write(part.from(), part.count(), response.getOutputStream());
            }
        }
    }

    private void list(HttpServletResponse response) throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        services.algorithms().versions().forEach(version -> list.addObject()
                .put("sha256", version.fileSha256())
                .put("content", version.sha256())
                .put("bytes", version.bytes())
                .put("id", version.id())
                .put("version", version.version()));
        send(response, 200, list);
    }
}
