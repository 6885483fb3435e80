package io.sluice.rtsp.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.rtsp.auth.DigestAlgorithm.QualityOfProtection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthTest {

    private static final Credentials MUFASA = new Credentials("Mufasa", "Circle of Life");

    /** The example of RFC 7616 section 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void responsesAreThoseOfTheStandard(String algorithm, String expected) {
        assertEquals(expected, DigestAlgorithm.of(algorithm).orElseThrow().response(
                MUFASA, "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "GET",
                "/dir/index.html", Optional.of(new QualityOfProtection(
                        "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))));
    }

    /** The example of RFC 2069 (as corrected), which cameras without qop follow. */
    @Test
    void responseWithoutQualityOfProtection() {
        assertEquals("1949323746fe6a43ef61f9606e7febea", DigestAlgorithm.MD5.response(
                new Credentials("Mufasa", "CircleOfLife"), "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "GET", "/dir/index.html", Optional.empty()));
    }

    @Test
    void severalChallengesInOneHeaderAreToldApart() {
        List<AuthHeader> found = AuthHeader.parse(
                "Digest realm=\"a, \\\"b\\\"\" , nonce = x=y, stale=TRUE, Basic realm=\"c\"");

        assertEquals(List.of("Digest", "Basic"), found.stream().map(AuthHeader::scheme).toList());
        assertEquals(Map.of("realm", "a, \"b\"", "nonce", "x=y", "stale", "TRUE"), found.get(0).parameters());
        assertEquals("c", found.get(1).parameter("Realm").orElseThrow());
        assertEquals("QWxhZGRpbg==", AuthHeader.parse("Basic QWxhZGRpbg==").get(0).token());
    }

    @Test
    void strongestSchemeIsTaken() {
        ClientAuth client = new ClientAuth(Optional.of(MUFASA));
        client.challenged(List.of(
                "Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"n\""), false);

        assertTrue(client.header("PLAY", "rtsp://a").orElseThrow().contains("algorithm=SHA-256"));
    }

    @Test
    void schemesNobodyKnowsAreNamedSo() {
        ClientAuth client = new ClientAuth(Optional.of(MUFASA));

        assertEquals(ClientAuth.Verdict.UNKNOWN_SCHEME, client.challenged(List.of("Negotiate"), false));
        assertEquals(ClientAuth.Verdict.UNKNOWN_SCHEME, client.challenged(
                List.of("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256"), false));
    }

    @Test
    void staleNonceIsTriedAgainButNotForEver() {
        ClientAuth client = new ClientAuth(Optional.of(MUFASA));
        List<String> stale = List.of("Digest realm=\"r\", nonce=\"n\", stale=true");

        assertEquals(ClientAuth.Verdict.TRY, client.challenged(stale, false));
        assertEquals(ClientAuth.Verdict.TRY, client.challenged(stale, true));
        assertEquals(ClientAuth.Verdict.TRY, client.challenged(stale, true));
        assertEquals(ClientAuth.Verdict.TRY, client.challenged(stale, true));
        assertEquals(ClientAuth.Verdict.REFUSED, client.challenged(stale, true));
    }

    @Test
    void signatureIsGoodForItsRequestOnly() {
        ServerAuth server = new ServerAuth(
                MUFASA, "r", Set.of(ServerAuth.Scheme.DIGEST_MD5), Duration.ofMinutes(1));
        ClientAuth client = new ClientAuth(Optional.of(MUFASA));
        client.challenged(server.challenges(false), false);
        Optional<String> signed = client.header("PLAY", "rtsp://a/b");

        assertEquals(ServerAuth.Verdict.ACCEPTED, server.check("PLAY", "rtsp://a/b", signed));
        assertEquals(ServerAuth.Verdict.REFUSED, server.check("SETUP", "rtsp://a/b", signed));
        assertEquals(ServerAuth.Verdict.REFUSED, server.check("PLAY", "rtsp://a/c", signed));
        assertEquals(ServerAuth.Verdict.REFUSED, server.check("PLAY", "rtsp://a/b", Optional.empty()));
        assertEquals(ServerAuth.Verdict.REFUSED, server.check(
                "PLAY", "rtsp://a/b", Optional.of("Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl")), "not offered");
    }

    @Test
    void expiredNonceIsStaleNotWrong() {
        ServerAuth server = new ServerAuth(MUFASA, "r", Set.of(ServerAuth.Scheme.DIGEST_MD5), Duration.ZERO);
        ClientAuth client = new ClientAuth(Optional.of(MUFASA));
        client.challenged(server.challenges(false), false);

        assertEquals(ServerAuth.Verdict.STALE, server.check("PLAY", "u", client.header("PLAY", "u")));
    }

    @Test
    void passwordsAreNotPrinted() {
        assertFalse(MUFASA.toString().contains("Circle"));
    }
}
