package io.sluice.console.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jobs of compression: one that was refused, and those that are asked for. */
final class FakeCompressions {

    private static final String REQUEST = "\"kind\":\"compression\",\"text\":\"\",\"progress\":0.4,"
            + "\"created\":\"2026-03-01T08:00:00Z\",\"request\":{\"algorithm\":\"m\",\"version\":\"1\",\"model\":\"m\"}";
    private static final String REFUSED = "{\"id\":\"old\",\"state\":\"REFUSED\",\"phase\":\"ended\"," + REQUEST
            + ",\"figures\":{\"agreement\":{\"agreed\":97,\"compared\":100,\"share\":0.97},"
            + "\"processor\":{\"float32Millis\":2.0,\"int8Millis\":1.5},\"bytes\":{\"before\":4000,\"after\":1000}},"
            + "\"problem\":{\"code\":\"compression.bounds.missed\",\"message\":\"refused: 97 of 100\",\"remedy\":\"Lower it.\"}}";
    private static final String RUNNING =
            "{\"id\":\"new\",\"state\":\"RUNNING\",\"phase\":\"calibrating\"," + REQUEST + "}";

    /** What was asked for: method and path with the body. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> jobs = new CopyOnWriteArrayList<>(List.of(REFUSED));

    int status(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "POST" -> 202;
            case "DELETE" -> 204;
            default -> 200;
        };
    }

    String answer(HttpServletRequest request) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        switch (request.getMethod()) {
            case "GET" -> {
                return jobs.toString();
            }
            case "DELETE" -> jobs.clear();
            default -> jobs.add(0, RUNNING);
        }
        asked.add(request.getMethod() + " " + request.getPathInfo() + " " + body);
        return jobs.isEmpty() ? "" : jobs.get(0);
    }
}
