package io.sluice.session.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends requests to one other node, saying who this one is. Thread-safe.
 */
public final class Caller {

    /** What came back. */
    public record Answer(int status, byte[] body) {}

    private final HttpClient client;
    private final DigestClient digest;
    private final int longest;

    /** @param longest bytes of an answer */
    public Caller(HttpClient client, DigestClient digest, int longest) {
        this.client = client;
        this.digest = digest;
        this.longest = longest;
    }

    /**
     * One exchange; a second request follows where the other node asks who this is.
     *
     * @return fails with an {@link java.io.IOException} when the link is down, was cut or stayed silent
     */
    public CompletionStage<Answer> send(String method, URI address, byte[] body, Duration patience) {
        Optional<String> proof = digest.header(method, pathOf(address), body);
        return exchange(method, address, body, patience, proof).thenCompose(first -> {
            if (first.statusCode() != 401 || !digest.challenged(first.headers().allValues("WWW-Authenticate"))) {
                return CompletableFuture.completedFuture(first);
            }
            return exchange(method, address, body, patience, digest.header(method, pathOf(address), body));
        }).thenApply(last -> new Answer(last.statusCode(), last.body()));
    }

    private CompletableFuture<HttpResponse<byte[]>> exchange(
            String method, URI address, byte[] body, Duration patience, Optional<String> proof) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        proof.ifPresent(header -> request.header("Authorization", header));
        return client.sendAsync(request.build(), BoundedBody.handler(longest));
    }

    private static String pathOf(URI address) {
        return address.getRawPath();
    }
}
