package io.sluice.console.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the bundles of the feature cascade answer: a link, a task that a test may let fail, and queues. */
final class FakeLinks {

    /** As on a gateway without the feature. */
    volatile boolean absent;
    volatile boolean failed;
    /** As while the node that has the picture cannot be reached. */
    volatile boolean away;
    /** The picture that was asked for last. */
    volatile String fetched = "";

    /** One dot. */
    private static final byte[] PICTURE = Base64.getDecoder().decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4"
            + "2mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    void answer(String path, HttpServletResponse response) throws IOException {
        if (path.endsWith("/parts/0")) {
            fetched = path;
            response.setStatus(away ? 503 : 200);
            response.setContentType(away ? "application/problem+json" : "image/png");
            response.getOutputStream().write(away ? "{\"status\":503}".getBytes(StandardCharsets.UTF_8) : PICTURE);
            return;
        }
        response.setContentType(absent ? "application/problem+json" : "application/json");
        response.setStatus(absent ? 404 : 200);
        response.getOutputStream().write((absent ? "{\"status\":404}" : body(path)).getBytes(StandardCharsets.UTF_8));
    }

    private String body(String path) {
        return switch (path) {
            case "/links" -> """
                    [{"device":"31010000002000000001","direction":"UPPER","binding":"http","address":"http://192.0.2.1:8080",
                    "state":"%s","since":"2026-01-01T00:00:00Z","waiting":0,"latencyMillis":2.5,"offsetMillis":-17.4,
                    "tunnel":{"page":"/nodes/31010000002000000001/","open":false}}]"""
                    .formatted(failed ? "AWAY" : "ONLINE");
            case "/tasks" -> """
                    [{"TaskID":"t1","TaskName":"%s","TaskType":8,"ExecutionStatus":%s,"Progress":40,
                    "ResourcesOccupied":{"CPU":12}%s}]"""
                    .formatted(FakeApi.NASTY, failed ? 4 : 1, failed ? ",\"ExceptionCode\":60,\"ExceptionDesc\":\"No stream.\"" : "");
            case "/task-results/tasks" -> """
                    [{"task":"%s","origin":"made","results":12,"latest":[{"id":7,"parts":[{"kind":"image","size":70,"here":true}],
                    "result":{"TaskID":"t1","Ts":1767225600000,"TaskResultData":{"AnalysisResult":[
                    {"ResultData":{"Label":"person"}},{"ResultData":{"Label":"%s"}}]}}}]},
                    {"task":"far","origin":"came","sender":"31010000001320000001","results":3,"latest":[{"id":9,
                    "parts":[{"kind":"image","size":300000,"here":false}],"result":{"TaskID":"far","Ts":1767225600000,
                    "TaskResultData":{}}}]}]""".formatted(FakeApi.NASTY, FakeApi.NASTY);
            default -> """
                    [{"destination":"31010000002000000001","letters":1234,"bytes":5000,"givenUp":2},
                    {"destination":"http://192.0.2.9/results","letters":7,"bytes":50,"givenUp":0}]""";
        };
    }
}
