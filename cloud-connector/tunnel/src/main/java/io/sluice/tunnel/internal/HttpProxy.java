package io.sluice.tunnel.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Passes one request on and its answer back, piece by piece as it comes, so that events arrive when they happen and a recording needs
 * no memory. Thread-safe.
 */
final class HttpProxy {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** RFC 9110, section 7.6.1, and what belongs to this connection alone. */
    private static final Set<String> HOP = Set.of("connection", "keep-alive", "proxy-authenticate", "proxy-authorization",
            "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "expect");
    /** Checked here already; the lower node is addressed by another name, and would take the page for a stranger's. */
    private static final Set<String> CHECKED = Set.of("origin", "referer");

    private final HttpClient client;

    HttpProxy(HttpClient client) {
        this.client = client;
    }

    /** @throws UnavailableException when no answer came */
    void carry(Target target, int port, HttpServletRequest request, HttpServletResponse response) {
        HttpResponse<InputStream> answer = ask(target, port, request);
        try (InputStream body = answer.body()) {
            response.setStatus(answer.statusCode());
            answer.headers().map().forEach((name, values) -> pass(target, port, name, values, response));
            OutputStream out = response.getOutputStream();
            byte[] buffer = new byte[Frame.LONGEST];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException broken) {
            abort(response);
        }
    }

    private HttpResponse<InputStream> ask(Target target, int port, HttpServletRequest request) {
        try {
            return client.send(copy(target, port, request), BodyHandlers.ofInputStream());
        } catch (IOException broken) {
            throw new UnavailableException("tunnel.silent",
                    "The node " + target.device() + " did not answer: " + broken.getMessage(), "Try it again.", broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("tunnel.silent", "This node is ending.", "Try it again.", ended);
        }
    }

    private static HttpRequest copy(Target target, int port, HttpServletRequest request) {
        try {
            HttpRequest.Builder copy = HttpRequest.newBuilder(target.uri("http", port))
                    .timeout(PATIENCE)
                    .method(request.getMethod(), body(request));
            for (String name : Collections.list(request.getHeaderNames())) {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!HOP.contains(lower) && !CHECKED.contains(lower)) {
                    Collections.list(request.getHeaders(name)).forEach(value -> copy.header(name, value));
                }
            }
            return copy.build();
        } catch (IllegalArgumentException | IOException unfit) {
            throw new InvalidInputException("tunnel.request", "", "This request cannot be passed on: " + unfit.getMessage(), "Correct it.");
        }
    }

    private static BodyPublisher body(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        if (length <= 0 && request.getHeader("Transfer-Encoding") == null) {
            return BodyPublishers.noBody();
        }
        InputStream in = request.getInputStream();
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> in);
        return length > 0 ? BodyPublishers.fromPublisher(stream, length) : stream;
    }

    private static void pass(Target target, int port, String name, List<String> values, HttpServletResponse response) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("content-length")) {
            response.setContentLengthLong(Long.parseLong(values.get(0)));
        } else if (lower.equals("location")) {
            response.setHeader(name, location(target, port, values.get(0)));
        } else if (!HOP.contains(lower)) {
            response.setHeader(name, values.get(0));
            values.stream().skip(1).forEach(value -> response.addHeader(name, value));
        }
    }

    /** What the lower node calls its root is below a path here. */
    private static String location(Target target, int port, String location) {
        String own = "http://127.0.0.1:" + port;
        String path = location.startsWith(own + "/") ? location.substring(own.length()) : location;
        return path.startsWith("/") && !path.startsWith("//") ? Doors.page(target.device()) + path.substring(1) : path;
    }

    /** An answer that broke off must not look like a whole one. */
    private static void abort(HttpServletResponse response) {
        try {
            if (response.isCommitted()) {
                response.sendError(-1);
            } else {
                response.reset();
                response.sendError(HttpServletResponse.SC_BAD_GATEWAY);
            }
        } catch (IOException | IllegalStateException gone) {
            // Who asked is gone.
        }
    }
}
