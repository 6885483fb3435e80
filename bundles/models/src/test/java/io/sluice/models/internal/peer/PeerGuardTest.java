package io.sluice.models.internal.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.PeerGate.Admission;
import io.sluice.api.model.PeerRequest;
import io.sluice.models.internal.store.StoreFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge asks a centre, each with the other's key; and others who would like to be the edge. */
class PeerGuardTest {

    private static final URI LIST = URI.create("http://centre/api/models/packages");
    private static final URI UPLOAD = URI.create("http://centre/api/models/uploads/ab?activate=never");

    @TempDir
    Path folder;

    private final StoreFixture.SetClock clock = new StoreFixture.SetClock();
    private final PrivateKey edge = PrivateKey.ofSeed(seed(1));
    private final PrivateKey centre = PrivateKey.ofSeed(seed(2));
    private final PrivateKey stranger = PrivateKey.ofSeed(seed(3));
    private Optional<byte[]> secret = Optional.of(seed(2));
    private PeerGuard guard;
    private PeerLink link;

    @BeforeEach
    void know() throws IOException {
        Path peers = Files.createDirectories(folder.resolve("peers"));
        Files.writeString(peers.resolve("edge.pem"), edge.publicPem());
        guard = guard(false);
        link = new PeerLink(edge, centre.publicKey(), clock);
    }

    @Test
    void whoIsKnownIsLetInAndHearsAProof() throws IOException {
        Map<String, String> headers = signed(link, "GET", LIST, Map.of());
        Admission admission = admit("GET", LIST, headers);
        assertEquals(Optional.of("edge"), admission.peer());
        String digest = SignedMessage.digest(new byte[32]);
        Map<String, String> proof = new HashMap<>(admission.prove(200, digest));
        proof.put("Content-Digest", digest);
        link.check(200, answer(proof), headers.get("signature"));
        PeerLink.checkBody(answer(proof), new byte[32]);

        assertUnproven("is not signed", 200, Map.of(), headers.get("signature"));
        assertUnproven("is not that of the pinned key over this answer", 404, proof, headers.get("signature"));
        assertUnproven("is not that of the pinned key over this answer", 200, proof, "sluice=:AAAA:");
        Map<String, String> other = new HashMap<>(proof);
        other.put("Content-Digest", SignedMessage.digest(seed(9)));
        assertUnproven("is not that of the pinned key over this answer", 200, other, headers.get("signature"));
        assertThrows(PeerLink.Unproven.class, () -> PeerLink.checkBody(answer(proof), seed(9)));
        PeerLink misled = new PeerLink(edge, stranger.publicKey(), clock);
        PeerLink.Unproven unproven = assertThrows(
                PeerLink.Unproven.class, () -> misled.check(200, answer(proof), headers.get("signature")));
        assertTrue(unproven.getMessage().contains(stranger.publicKey().id()), unproven.getMessage());
    }

    @Test
    void strangersAreRefused() {
        refused("model.peer.unsigned", "GET", LIST, Map.of());
        PeerLink unknown = new PeerLink(stranger, centre.publicKey(), clock);
        refused("model.peer.unknown", "GET", LIST, signed(unknown, "GET", LIST, Map.of()));
        // Claims to be the edge, without its key.
        Map<String, String> forged = signed(unknown, "GET", LIST, Map.of());
        forged.put("signature-input", forged.get("signature-input").replace(stranger.publicKey().id(), edge.publicKey().id()));
        refused("model.peer.signature", "GET", LIST, forged);
        PeerLink elsewhere = new PeerLink(edge, stranger.publicKey(), clock);
        refused("model.peer.receiver", "GET", LIST, signed(elsewhere, "GET", LIST, Map.of()));
    }

    @Test
    void aRequestIsTakenOnce() {
        Map<String, String> headers = signed(link, "GET", LIST, Map.of());
        admit("GET", LIST, headers);
        refused("model.peer.replayed", "GET", LIST, headers);
        admit("GET", LIST, signed(link, "GET", LIST, Map.of()));
        // After a start nobody knows what was received before.
        clock.set("2026-06-01T12:00:10Z");
        guard = guard(false);
        refused("model.peer.replayed", "GET", LIST, headers);
        admit("GET", LIST, signed(link, "GET", LIST, Map.of()));
    }

    @Test
    void clocksMayBeAMinuteApart() {
        clock.set("2026-06-01T12:10:00Z");
        Map<String, String> early = signed(link, "GET", LIST, Map.of());
        clock.set("2026-06-01T12:09:00Z");
        admit("GET", LIST, early);
        clock.set("2026-06-01T12:08:59Z");
        refused("model.peer.clock", "GET", LIST, early);
        clock.set("2026-06-01T12:11:00Z");
        refused("model.peer.replayed", "GET", LIST, early);
        clock.set("2026-06-01T12:11:01Z");
        SluiceException late = refused("model.peer.clock", "GET", LIST, early);
        assertTrue(late.getMessage().contains("2026-06-01T12:10:00Z") && late.getMessage().contains("2026-06-01T12:11:01Z"),
                late.getMessage());
    }

    @Test
    void whatWasChangedOnItsWayIsRefused() {
        Map<String, String> given = Map.of(
                "Content-Digest", PeerLink.digest(seed(5)), "Upload-Offset", "0", "Upload-Length", "32");
        Admission admission = admit("PATCH", UPLOAD, signed(link, "PATCH", UPLOAD, given));
        admission.checkBody(seed(5));
        SluiceException body = assertThrows(SluiceException.class, () -> admission.checkBody(seed(6)));
        assertEquals("model.peer.body", body.code());

        refused("model.peer.signature", "DELETE", LIST, signed(link, "GET", LIST, Map.of()));
        refused("model.peer.signature", "PATCH", URI.create("http://centre/api/models/uploads/cd?activate=never"),
                signed(link, "PATCH", UPLOAD, given));
        refused("model.peer.signature", "PATCH", URI.create("http://centre/api/models/uploads/ab?activate=always"),
                signed(link, "PATCH", UPLOAD, given));
        for (String field : List.of("content-digest", "upload-offset", "upload-length")) {
            Map<String, String> changed = signed(link, "PATCH", UPLOAD, given);
            changed.put(field, "7");
            refused("model.peer.signature", "PATCH", UPLOAD, changed);
            changed.remove(field);
            refused("model.peer.uncovered", "PATCH", UPLOAD, changed);
        }
        Map<String, String> added = signed(link, "GET", LIST, Map.of());
        added.put("range", "bytes=7-");
        refused("model.peer.uncovered", "GET", LIST, added);
        refused("model.peer.uncovered", "PATCH", UPLOAD, signed(link, "PATCH", UPLOAD, Map.of()));
    }

    @Test
    void whatIsNoSignatureIsRefused() {
        for (String input : new String[] {"", "sluice=()", "other" + signed(link, "GET", LIST, Map.of()).get("signature-input"),
            signed(link, "GET", LIST, Map.of()).get("signature-input").replace("ed25519", "hmac-sha256"),
            signed(link, "GET", LIST, Map.of()).get("signature-input").replaceFirst(";nonce=\"[^\"]*\"", "")}) {
            Map<String, String> headers = signed(link, "GET", LIST, Map.of());
            headers.put("signature-input", input);
            refused("model.peer.malformed", "GET", LIST, headers);
        }
        for (String signature : new String[] {"", "sluice=::", "sluice=:%%:", "sluice=:A:", "sluice=:" + "A".repeat(5000) + ":"}) {
            Map<String, String> headers = signed(link, "GET", LIST, Map.of());
            headers.put("signature", signature);
            refused("model.peer.malformed", "GET", LIST, headers);
        }
    }

    @Test
    void onlyLoopbackIsOpenAndOnlyWhenConfigured() {
        PeerRequest here = new PeerRequest("GET", "/api/models/packages", "", Map.of(), true);
        assertEquals("model.peer.unsigned", assertThrows(SluiceException.class, () -> guard.admit(here)).code());
        guard = guard(true);
        assertEquals(Optional.empty(), guard.admit(here).peer());
        refused("model.peer.unsigned", "GET", LIST, Map.of());
        Map<String, String> wrong = new HashMap<>(signed(new PeerLink(stranger, centre.publicKey(), clock), "GET", LIST, Map.of()));
        assertEquals("model.peer.unknown", assertThrows(SluiceException.class, () -> guard.admit(
                new PeerRequest("GET", "/api/models/packages", "", wrong, true))).code(), "who claims something must prove it");
    }

    @Test
    void aPeerThatIsAddedIsKnownAtOnceAndALostKeyIsSaid() throws IOException {
        PeerLink unknown = new PeerLink(stranger, centre.publicKey(), clock);
        refused("model.peer.unknown", "GET", LIST, signed(unknown, "GET", LIST, Map.of()));
        Files.writeString(folder.resolve("peers/third.pem"), stranger.publicPem());
        assertEquals(Optional.of("third"), admit("GET", LIST, signed(unknown, "GET", LIST, Map.of())).peer());
        Files.writeString(folder.resolve("peers/broken.pem"), "no key");
        refused("model.trust.malformed", "GET", LIST, signed(unknown, "GET", LIST, Map.of()));
        secret = Optional.empty();
        refused("model.key.lost", "GET", LIST, signed(unknown, "GET", LIST, Map.of()));
    }

    @Test
    void memoryOfRequestsIsBounded() {
        Nonces nonces = new Nonces(100);
        for (int index = 0; index < 10_000; index++) {
            assertTrue(nonces.add("n" + index, 1000));
        }
        assertEquals("model.peer.busy", assertThrows(SluiceException.class, () -> nonces.add("one more", 1100)).code());
        assertTrue(nonces.add("one more", 1101));
    }

    private PeerGuard guard(boolean open) {
        return new PeerGuard(
                new PeerIdentity(() -> secret, folder.resolve("peers"), folder.resolve("trusted"), open), clock,
                Duration.ofSeconds(60));
    }

    private Admission admit(String method, URI address, Map<String, String> headers) {
        String query = address.getRawQuery() == null ? "" : address.getRawQuery();
        return guard.admit(new PeerRequest(method, address.getRawPath(), query, headers, false));
    }

    private SluiceException refused(String code, String method, URI address, Map<String, String> headers) {
        SluiceException refused = assertThrows(SluiceException.class, () -> admit(method, address, headers));
        assertEquals(code, refused.code(), refused.getMessage());
        return refused;
    }

    private void assertUnproven(String why, int status, Map<String, String> headers, String requested) {
        PeerLink.Unproven unproven =
                assertThrows(PeerLink.Unproven.class, () -> link.check(status, answer(headers), requested));
        assertTrue(unproven.getMessage().contains(why), unproven.getMessage());
    }

    private static HttpHeaders answer(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }

    /** Headers of a request as they arrive. */
    private static Map<String, String> signed(PeerLink link, String method, URI address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        link.sign(request, method, address, headers);
        Map<String, String> arrived = new HashMap<>();
        request.build().headers().map().forEach((name, values) -> arrived.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return arrived;
    }

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }
}
