package io.sluice.itest.harness;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests by HTTP Digest with SHA-256 (RFC 7616), written anew so that it is no mirror of what it is to test. Thread-safe. */
final class DigestCaller {

    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
    private static final Pattern REALM = Pattern.compile("realm=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;
    private final String user;
    private final String password;
    private String realm = "";
    private String nonce = "";
    private int count;

    DigestCaller(HttpClient client, String user, String password) {
        this.client = client;
        this.user = user;
        this.password = password;
    }

    HttpResponse<String> send(String method, URI address, byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(method, address, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 401) {
            return answer;
        }
        answer.headers().allValues("WWW-Authenticate").stream().filter(challenge -> challenge.contains("SHA-256")).findFirst()
                .ifPresent(this::challenged);
        return client.send(request(method, address, body), HttpResponse.BodyHandlers.ofString());
    }

    private synchronized void challenged(String challenge) {
        nonce = first(NONCE, challenge).orElse("");
        realm = first(REALM, challenge).orElse("");
        count = 0;
    }

    private HttpRequest request(String method, URI address, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).version(HttpClient.Version.HTTP_1_1).timeout(PATIENCE)
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        authorization(method, address.getRawPath()).ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    private synchronized Optional<String> authorization(String method, String path) {
        if (nonce.isEmpty()) {
            return Optional.empty();
        }
        String number = String.format("%08x", ++count);
        String ours = Long.toHexString(System.nanoTime());
        String response = hash(hash(user + ":" + realm + ":" + password) + ":" + nonce + ":" + number + ":" + ours + ":auth:"
                + hash(method + ":" + path));
        return Optional.of("Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + path
                + "\", algorithm=SHA-256, qop=auth, nc=" + number + ", cnonce=\"" + ours + "\", response=\"" + response + "\"");
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format("%064x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
