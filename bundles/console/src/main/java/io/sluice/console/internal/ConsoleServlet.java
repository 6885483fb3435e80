package io.sluice.console.internal;

import io.sluice.support.http.ApiServlet;
import io.sluice.support.http.Problems;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Serves the watch page; the gateway's root leads there. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/", "/watch/*"})
public final class ConsoleServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final String WATCH = "/watch";
    /** Scripts, styles and connections of this gateway only; blob: is how Media Source Extensions hand over video. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; media-src 'self' blob:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private final transient Resources resources = new Resources();

    @Activate
    public ConsoleServlet() {}

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            methodNotAllowed(request, response, "GET, HEAD");
            return;
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.equals("/") || path.equals(WATCH)) {
            redirect(response, "watch/");
        } else if (path.startsWith(WATCH + "/")) {
            String name = path.substring(WATCH.length() + 1);
            serve(name.isEmpty() ? "index.html" : name, request, response);
        } else {
            // As the servlet of "/", this one gets whatever no other serves.
            String detail = "There is nothing at " + path + ".";
            Problems.send(response, 404, "http.path", detail, "The page is at /watch/, the API below /api/.", "");
        }
    }

    /** Relative, so that it holds behind a proxy that serves the gateway under a path of its own. */
    private static void redirect(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", location);
    }

    private void serve(String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Resources.Resource> found = resources.find(name);
        if (found.isEmpty()) {
            Problems.send(response, 404, "http.path", "The watch page has no file " + name + ".", "", "");
            return;
        }
        Resources.Resource resource = found.get();
        response.setHeader("ETag", resource.tag());
        // Kept by browsers, but never used without asking whether it still is what the bundle has.
        response.setHeader("Cache-Control", "no-cache");
        if (matches(request.getHeader("If-None-Match"), resource.tag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(resource.type());
        response.setContentLength(resource.content().length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(resource.content());
        }
    }

    /** RFC 9110, section 13.1.2: weak comparison, so a proxy that weakened the tag by compressing still matches. */
    private static boolean matches(String wanted, String tag) {
        return wanted != null
                && Arrays.stream(wanted.split(","))
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(one -> one.equals(tag) || one.equals("*"));
    }
}
