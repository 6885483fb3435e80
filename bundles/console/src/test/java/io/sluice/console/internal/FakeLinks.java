package io.sluice.console.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the bundles of the feature cascade answer: a link, a task that a test may let fail, and queues. */
final class FakeLinks {

    /** As on a gateway without the feature. */
    volatile boolean absent;
    volatile boolean failed;

    void answer(String path, HttpServletResponse response) throws IOException {
        response.setContentType(absent ? "application/problem+json" : "application/json");
        response.setStatus(absent ? 404 : 200);
        response.getOutputStream().write((absent ? "{\"status\":404}" : body(path)).getBytes(StandardCharsets.UTF_8));
    }

    private String body(String path) {
        return switch (path) {
            case "/links" -> """
                    [{"device":"31010000002000000001","direction":"UPPER","binding":"http","address":"http://192.0.2.1:8080",
                    "state":"%s","since":"2026-01-01T00:00:00Z","waiting":0,"latencyMillis":2.5,"offsetMillis":-17.4}]"""
                    .formatted(failed ? "AWAY" : "ONLINE");
            case "/tasks" -> """
                    [{"TaskID":"t1","TaskName":"%s","TaskType":8,"ExecutionStatus":%s,"Progress":40,
                    "ResourcesOccupied":{"CPU":12}%s}]"""
                    .formatted(FakeApi.NASTY, failed ? 4 : 1, failed ? ",\"ExceptionCode\":60,\"ExceptionDesc\":\"No stream.\"" : "");
            default -> """
                    [{"destination":"31010000002000000001","letters":1234,"bytes":5000,"givenUp":2},
                    {"destination":"http://192.0.2.9/results","letters":7,"bytes":50,"givenUp":0}]""";
        };
    }
}
