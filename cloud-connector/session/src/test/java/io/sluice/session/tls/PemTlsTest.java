package io.sluice.session.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.support.testing.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of TLS by files, and what each learns when it is refused. */
class PemTlsTest {

    @TempDir
    private Path folder;

    private Pki pki;
    private Optional<TlsEcho> server = Optional.empty();

    @BeforeEach
    void makeCertificates() {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
        pki = new Pki(folder);
        pki.authority("plant");
        pki.authority("stranger");
        pki.certificate("upper", "plant", "IP:127.0.0.1");
        pki.certificate("node", "plant");
    }

    @AfterEach
    void end() throws Exception {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Test
    void bothShowCertificatesAndSpeakTls13() throws Exception {
        TlsEcho upper = serve("upper", false);
        assertEquals("TLSv1.3", upper.call(files("plant", "node")));
        assertTrue(upper.refused().isEmpty());
        assertEquals(List.of(), List.of(Security.getProviders()).stream()
                .filter(provider -> provider.getName().startsWith("BC")).toList());
    }

    @Test
    void keysOfRsaAreTakenToo() throws Exception {
        pki.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=rsa", "-addext",
                "subjectAltName=IP:127.0.0.1", "-CA", "plant.pem", "-CAkey", "plant.key", "-keyout", "rsa.key", "-out", "rsa.pem");
        TlsEcho upper = serve("rsa", false);
        assertEquals("TLSv1.3", upper.call(files("plant", "node")));
    }

    @Test
    void aRevokedClientIsToldByBothSides() throws Exception {
        TlsEcho upper = serve("upper", true);
        assertEquals("TLSv1.3", upper.call(files("plant", "node")));
        pki.revoke("node", "plant");
        assertEquals("certificate.own.revoked", code(upper, files("plant", "node")));
        TlsTrouble told = upper.refused().get(0);
        assertEquals("certificate.revoked", told.code());
        assertTrue(told.message().contains("CN=node") && told.message().contains("was revoked by CN=plant on 20"), told.message());
        pki.certificate("node", "plant");
        assertEquals("TLSv1.3", upper.call(files("plant", "node")), "a new one is taken");
    }

    @Test
    void aRevokedServerIsToldByBothSides() throws Exception {
        TlsEcho upper = serve("upper", false);
        pki.revoke("upper", "plant");
        assertEquals("certificate.revoked", code(upper, looking("node", "plant.crl")));
        upper.awaitFailure("certificate.own.revoked");
    }

    @Test
    void whoIsNotTrustedLearnsWhy() throws Exception {
        TlsEcho upper = serve("upper", false);
        pki.certificate("intruder", "stranger");
        assertEquals("certificate.own.foreign", code(upper, files("plant", "intruder")));
        assertEquals("certificate.foreign", upper.refused().get(0).code());
        assertEquals("certificate.foreign", code(upper, files("stranger", "node")));
        pki.expired("late", "plant");
        assertEquals("certificate.own.expired", code(upper, files("plant", "late")));
        assertEquals("certificate.expired", upper.refused().get(1).code());
        assertEquals("certificate.own.missing", code(upper, new TlsFiles(pki.file("plant.pem"), "", "")));
        pki.certificate("elsewhere", "plant", "IP:192.0.2.1");
        server.get().close();
        TlsEcho misnamed = serve("elsewhere", false);
        assertEquals("certificate.other_name", code(misnamed, files("plant", "node")));
        assertEquals("TLSv1.3", misnamed.call(files("plant", "node").of("elsewhere")));
        assertEquals("certificate.other_name", code(misnamed, files("plant", "node").of("upper")));
    }

    @Test
    void withoutACurrentListNobodyIsLetIn() throws Exception {
        TlsEcho upper = serve("upper", true);
        pki.staleList("plant");
        assertEquals("certificate.own.refused", code(upper, files("plant", "node")));
        assertEquals("certificate.list_expired", upper.refused().get(0).code());
        assertTrue(upper.refused().get(0).message().contains("2020-01-02"), upper.refused().get(0).message());
        Files.writeString(folder.resolve("plant.crl"), "half a li");
        assertEquals("certificate.own.refused", code(upper, files("plant", "node")));
        assertEquals("certificate.list_wrong", upper.refused().get(1).code());
        pki.list("plant");
        assertEquals("TLSv1.3", upper.call(files("plant", "node")));
        assertEquals("certificate.list_missing", code(upper, looking("node", "stranger.crl")));
        pki.run("cp", "stranger.crl", "forged.crl");
        pki.authority("plant2");
        assertEquals("certificate.list_missing", code(upper, looking("node", "plant2.crl")));
    }

    @Test
    void aListInDerIsTakenAndAForgedOneIsNot() throws Exception {
        TlsEcho upper = serve("upper", false);
        pki.run("openssl", "crl", "-in", "plant.crl", "-outform", "DER", "-out", "plant.der");
        assertEquals("TLSv1.3", upper.call(looking("node", "plant.der")));
        // An authority of the same name, but not the same key.
        Path other = Files.createDirectory(folder.resolve("other"));
        Pki forger = new Pki(other);
        forger.authority("plant");
        assertEquals("certificate.list_missing", code(upper, looking("node", "other/plant.crl")));
    }

    @Test
    void aKeyThatIsNotTheCertificatesAndFilesOfOtherKindsAreNamed() throws Exception {
        assertEquals("tls.key", field(new TlsFiles(pki.file("plant.pem"), pki.file("node.pem"), pki.file("upper.key"))));
        assertEquals("tls.revoked", field(looking("node", "node.key")));
        assertEquals("tls.revoked", field(looking("node", "nowhere.crl")));
        assertEquals("tls.authority", field(new TlsFiles(pki.file("node.key"), "", "")));
    }

    @Test
    void halfAPairIsNotUsedUntilTheOtherHalfIsThere() throws Exception {
        TlsEcho upper = serve("upper", false);
        pki.run("cp", "upper.key", "before.key");
        pki.certificate("upper", "plant", "IP:127.0.0.1");
        pki.run("mv", "upper.key", "after.key");
        pki.run("cp", "before.key", "upper.key");
        assertEquals("TLSv1.3", upper.call(files("plant", "node")));
        pki.run("mv", "after.key", "upper.key");
        assertEquals("TLSv1.3", upper.call(files("plant", "node")));
    }

    @Test
    void whoIsRevokedWhileConnectedIsFound() throws Exception {
        PemTls tls = PemTls.of(looking("upper", "plant.crl"), fault -> { });
        Object before = tls.version();
        var chain = PemFiles.certificates("tls.certificate", pki.file("node.pem")).toArray(java.security.cert.X509Certificate[]::new);
        assertEquals(Optional.empty(), tls.judge(chain));
        assertEquals(before, tls.version());
        pki.revoke("node", "plant");
        assertTrue(!before.equals(tls.version()));
        assertEquals("certificate.revoked", tls.judge(chain).orElseThrow().code());
    }

    /** With ourselves on both ends: no openssl speaks these suites. */
    @Test
    void twoNodesWithKeysOfSm2SpeakSm4() throws Exception {
        Pki sm = new Pki(Files.createDirectory(folder.resolve("sm")), Pki.SM2);
        sm.authority("plant");
        sm.certificate("upper", "plant", "IP:127.0.0.1");
        sm.certificate("node", "plant");
        server = Optional.of(new TlsEcho(new TlsFiles(sm.file("plant.pem"), sm.file("upper.pem"), sm.file("upper.key"),
                List.of(sm.file("plant.crl")), "", true)));
        TlsFiles node = new TlsFiles(sm.file("plant.pem"), sm.file("node.pem"), sm.file("node.key"), List.of(), "", true);
        assertEquals("TLSv1.3", server.get().call(node));
        assertEquals("TLS_SM4_GCM_SM3", server.get().suite());
        assertThrows(Exception.class, () -> server.get().call(files("plant", "node")), "others have no suite in common");
        sm.certificate("elsewhere", "plant", "IP:192.0.2.1", "DNS:*.plant.example");
        try (TlsEcho misnamed = new TlsEcho(
                new TlsFiles(sm.file("plant.pem"), sm.file("elsewhere.pem"), sm.file("elsewhere.key"), List.of(), "", true))) {
            assertEquals("certificate.other_name", code(misnamed, node));
        }
        sm.revoke("node", "plant");
        assertEquals("certificate.own.revoked", code(server.get(), node));
    }

    private TlsEcho serve(String name, boolean looks) throws Exception {
        TlsEcho made = new TlsEcho(looks ? looking(name, "plant.crl") : files("plant", name));
        server = Optional.of(made);
        return made;
    }

    private TlsFiles files(String authority, String name) {
        return new TlsFiles(pki.file(authority + ".pem"), pki.file(name + ".pem"), pki.file(name + ".key"));
    }

    private TlsFiles looking(String name, String list) {
        return new TlsFiles(pki.file("plant.pem"), pki.file(name + ".pem"), pki.file(name + ".key"), List.of(pki.file(list)), "", false);
    }

    private static String code(TlsEcho server, TlsFiles files) {
        Exception failed = assertThrows(Exception.class, () -> server.call(files));
        return TlsTrouble.of(failed).orElseThrow(() -> new AssertionError("says nothing of certificates", failed)).code();
    }

    private static String field(TlsFiles files) {
        return assertThrows(InvalidInputException.class, () -> PemTls.context(files)).field();
    }
}
