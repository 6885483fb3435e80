package io.sluice.models.internal.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Speaks the model resources of another gateway. Used by one thread. */
final class RemoteRepository implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** An import there includes its tests. */
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_LIST = 8 << 20;
    private static final int MOST_PROBLEM = 1 << 14;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "model-sync-watchdog"));
    private final String base;

    /**
     * A package there.
     *
     * @param sha256 of the file
     * @param content digest of the content, whoever signed it
     */
    record Listed(String sha256, String content, long bytes, String id, String version) {}

    RemoteRepository(String base) {
        this.base = base.replaceAll("/+$", "") + "/api/models/";
    }

    List<Listed> list() throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request("packages").timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            require(response, body, 200);
            List<Listed> all = new ArrayList<>();
            for (JsonNode one : JSON.readTree(body.readNBytes(MOST_LIST))) {
                all.add(new Listed(
                        one.path("sha256").asText(), one.path("content").asText(), one.path("bytes").asLong(),
                        one.path("id").asText(), one.path("version").asText()));
            }
            return all;
        }
    }

    /** The package from a byte on; the caller closes it. The digest is the condition: nothing else is gone on with. */
    InputStream fetch(Listed wanted, long from) throws IOException, InterruptedException {
        HttpRequest request = request("packages/" + wanted.sha256())
                .header("Range", "bytes=" + from + "-")
                .header("If-Match", '"' + wanted.sha256() + '"')
                .timeout(PATIENCE)
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        InputStream body = response.body();
        try {
            require(response, body, 200, 206);
            if (response.statusCode() == 200) {
                body.skipNBytes(from);
            }
            return new StallGuard(body, watchdog, PATIENCE);
        } catch (IOException | RuntimeException error) {
            body.close();
            throw error;
        }
    }

    /** How much of a package is there. */
    long received(String sha256) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request("uploads/" + sha256).timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            require(response, body, 200);
            return JSON.readTree(body.readNBytes(MOST_PROBLEM)).path("offset").asLong();
        }
    }

    /** Sends the rest of a package. */
    void send(String sha256, long from, long total, Supplier<InputStream> content) throws IOException, InterruptedException {
        HttpRequest request = request("uploads/" + sha256)
                .header("Content-Type", "application/zip")
                .header("Upload-Offset", Long.toString(from))
                .header("Upload-Length", Long.toString(total))
                .timeout(IMPORT_PATIENCE)
                .method("PATCH", BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), total - from))
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            require(response, body, 200, 201);
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private static void require(HttpResponse<?> response, InputStream body, int... statuses) throws IOException {
        for (int status : statuses) {
            if (response.statusCode() == status) {
                return;
            }
        }
        int status = response.statusCode();
        JsonNode problem;
        try {
            problem = JSON.readTree(body.readNBytes(MOST_PROBLEM));
        } catch (IOException noProblem) {
            problem = JSON.createObjectNode();
        }
        String code = problem.path("code").asText();
        String message = status + " " + problem.path("detail").asText(code);
        boolean lasting = status >= 400 && status < 500 && status != 408 && status != 429
                && !code.equals("model.upload.offset") && !code.equals("model.upload.busy");
        throw lasting ? new Refused(message) : new IOException(message);
    }

    /** The other side does not want it, and would not if it were asked again. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }
}
