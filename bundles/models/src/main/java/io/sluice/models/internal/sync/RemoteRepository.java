package io.sluice.models.internal.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.models.internal.peer.PeerLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Speaks the model resources of another gateway. Used by one thread. */
final class RemoteRepository implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** An import there includes its tests. */
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(10);
    private static final int UNAUTHORIZED = 401;
    private static final int MOST_LIST = 8 << 20;
    private static final int MOST_PROBLEM = 1 << 14;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "model-sync-watchdog"));
    private final String base;
    private Optional<PeerLink> peer = Optional.empty();

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

    /** How both prove themselves from now on; empty where nothing is proven, as at first. */
    void prove(Optional<PeerLink> link) {
        peer = link;
    }

    List<Listed> list() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = ask("GET", "packages", Map.of(), BodyPublishers.noBody(), PATIENCE);
        try (InputStream body = response.body()) {
            require(response, body, 200);
            List<Listed> all = new ArrayList<>();
            for (JsonNode one : JSON.readTree(whole(response, body, MOST_LIST))) {
                all.add(new Listed(
                        one.path("sha256").asText(), one.path("content").asText(), one.path("bytes").asLong(),
                        one.path("id").asText(), one.path("version").asText()));
            }
            return all;
        }
    }

    /** The package from a byte on; the caller closes it. The digest is the condition: nothing else is gone on with. */
    InputStream fetch(Listed wanted, long from) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = ask(
                "GET", "packages/" + wanted.sha256(),
                Map.of("Range", "bytes=" + from + "-", "If-Match", '"' + wanted.sha256() + '"'), BodyPublishers.noBody(), PATIENCE);
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
                ask("GET", "uploads/" + sha256, Map.of(), BodyPublishers.noBody(), PATIENCE);
        try (InputStream body = response.body()) {
            require(response, body, 200);
            return JSON.readTree(whole(response, body, MOST_PROBLEM)).path("offset").asLong();
        }
    }

    /** Sends the rest of a package. */
    void send(String sha256, long from, long total, Supplier<InputStream> content) throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "Content-Type", "application/zip", "Upload-Offset", Long.toString(from), "Upload-Length", Long.toString(total)));
        if (peer.isPresent()) {
            // Read twice: the digest is signed before the first byte goes.
            headers.put("Content-Digest", PeerLink.digest(digest(content.get())));
        }
        HttpResponse<InputStream> response = ask(
                "PATCH", "uploads/" + sha256, headers,
                total == from ? BodyPublishers.noBody()
                        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), total - from),
                IMPORT_PATIENCE);
        try (InputStream body = response.body()) {
            require(response, body, 200, 201);
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    /** Signs the request and has the answer prove itself, where both are to. The caller closes the body. */
    private HttpResponse<InputStream> ask(
            String method, String path, Map<String, String> headers, HttpRequest.BodyPublisher body, Duration patience)
            throws IOException, InterruptedException {
        URI address = URI.create(base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience).method(method, body);
        headers.forEach(request::header);
        String signature = peer.map(link -> link.sign(request, method, address, headers)).orElse("");
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        // Who is not believed says why in an answer that cannot be proven to him.
        if (peer.isPresent() && response.statusCode() != UNAUTHORIZED) {
            try {
                peer.get().check(response.statusCode(), response.headers(), signature);
            } catch (PeerLink.Unproven stranger) {
                response.body().close();
                throw stranger;
            }
        }
        return response;
    }

    private byte[] whole(HttpResponse<?> response, InputStream body, int most) throws IOException {
        byte[] content = body.readNBytes(most);
        if (peer.isPresent()) {
            PeerLink.checkBody(response.headers(), digest(new ByteArrayInputStream(content)));
        }
        return content;
    }

    private static byte[] digest(InputStream content) throws IOException {
        try (DigestInputStream in = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
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
        if (status == UNAUTHORIZED) {
            throw new NotBelieved(message);
        }
        boolean lasting = status >= 400 && status < 500 && status != 408 && status != 429
                && !code.equals("model.upload.offset") && !code.equals("model.upload.busy");
        throw lasting ? new Refused(message) : new IOException(message);
    }

    /** The other side does not believe who asks. */
    static final class NotBelieved extends IOException {

        private static final long serialVersionUID = 1;

        NotBelieved(String message) {
            super(message);
        }
    }

    /** The other side does not want it, and would not if it were asked again. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }
}
