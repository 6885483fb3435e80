package io.sluice.link.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.session.http.DigestClient;
import io.sluice.session.http.DigestHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who somebody is, by HTTP Digest. */
class DigestTest {

    private static final byte[] BODY = "{}".getBytes();

    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final DigestGuard guard =
            new DigestGuard(user -> user.equals("node") ? Optional.of("secret") : Optional.empty(), false, clock);

    /** The examples of RFC 7616, section 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "SHA_256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        "MD5, 8ca523f5e9506fed4657c9700eebdbec"})
    void theExamplesOfTheStandardComeOut(DigestHash hash, String expected) {
        assertEquals(expected, hash.response("Mufasa", "http-auth@example.org", "Circle of Life", "GET", "/dir/index.html",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "auth", new byte[0]));
    }

    @Test
    void aRequestIsGoodOnceAndForItselfOnly() {
        DigestClient client = challenged("node", "secret");
        String header = client.header("POST", "/System/Command", BODY).orElseThrow();
        assertFalse(find(header, "PATCH", "/System/Command", BODY).user().isPresent(), "with another method");
        assertFalse(find(header, "POST", "/System/TaskRequest/", BODY).user().isPresent(), "to another place");
        assertFalse(find(header, "POST", "/System/Command", "{ }".getBytes()).user().isPresent(), "with another body");
        assertEquals(Optional.of("node"), find(header, "POST", "/System/Command", BODY).user());
        DigestGuard.Finding again = find(header, "POST", "/System/Command", BODY);
        assertFalse(again.user().isPresent());
        assertTrue(again.reason().contains("sent before"), again.reason());
    }

    @Test
    void requestsMayOvertakeEachOther() {
        DigestClient client = challenged("node", "secret");
        List<String> headers =
                IntStream.range(0, 40).mapToObj(i -> client.header("GET", "/x", BODY).orElseThrow()).toList();
        for (int i = headers.size() - 1; i >= 0; i--) {
            assertTrue(find(headers.get(i), "GET", "/x", BODY).user().isPresent(), "request " + i);
            assertFalse(find(headers.get(i), "GET", "/x", BODY).user().isPresent(), "request " + i + " again");
        }
    }

    @Test
    void anOldNonceIsToldApartFromAWrongPassword() {
        DigestClient client = challenged("node", "secret");
        String wrong = challenged("node", "guess").header("GET", "/x", BODY).orElseThrow();
        assertFalse(find(wrong, "GET", "/x", BODY).stale());
        now = now.plus(Duration.ofMinutes(61));
        String late = client.header("GET", "/x", BODY).orElseThrow();
        assertTrue(find(late, "GET", "/x", BODY).stale());
        assertFalse(find(wrong, "GET", "/x", BODY).stale(), "a guess is told that only the nonce is old");
    }

    @Test
    void md5IsForWhereItIsAllowed() {
        DigestGuard lenient = new DigestGuard(user -> Optional.of("secret"), true, clock);
        DigestClient old = new DigestClient("node", "secret");
        assertTrue(old.challenged(lenient.challenges(false).stream().filter(one -> one.contains("MD5")).toList()));
        String header = old.header("GET", "/x", BODY).orElseThrow();
        assertTrue(lenient.find(header, "GET", "/x", BODY).user().isPresent());
        assertFalse(guard.find(header, "GET", "/x", BODY).user().isPresent());
        DigestClient fresh = new DigestClient("node", "secret");
        fresh.challenged(lenient.challenges(false));
        assertTrue(fresh.header("GET", "/x", BODY).orElseThrow().contains("SHA-256"), "the weaker one was chosen");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "Basic bm9kZTpzZWNyZXQ=", "Digest", "Digest ", "Digest username", "Digest username=\"node", "Digest a=b, a=c",
        "Digest username=\"node\", uri=\"/x\", realm=\"sluice\", algorithm=SHA-256, qop=auth, nc=zz, nonce=\"n\"",
        "Digest username=\"node\", uri=\"/x\", realm=\"sluice\", algorithm=SHA-512-256, qop=auth, nc=00000001",
        "Digest username=\"node\", uri=\"/x\", realm=\"sluice\", algorithm=SHA-256, nc=00000001, nonce=\"n\""})
    void whatIsMalformedProvesNothing(String header) {
        assertFalse(find(header, "GET", "/x", BODY).user().isPresent());
        assertFalse(find(header, "GET", "/x", BODY).reason().isEmpty());
    }

    private DigestClient challenged(String user, String password) {
        DigestClient client = new DigestClient(user, password);
        assertTrue(client.challenged(guard.challenges(false)));
        return client;
    }

    private DigestGuard.Finding find(String header, String method, String uri, byte[] body) {
        return guard.find(header, method, uri, body);
    }
}
