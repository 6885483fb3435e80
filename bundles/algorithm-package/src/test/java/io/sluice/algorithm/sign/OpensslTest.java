package io.sluice.algorithm.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenSSL verifies what we sign, and we what it signs: keys, certificates and signatures are those of the standards. */
final class OpensslTest {

    private static final byte[] CONTENT = "a list of digests\n".getBytes();

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void itVerifiesWhatWeSign(KeyKind kind) throws Exception {
        assumeOpenssl(kind);
        PrivateKey key = PrivateKey.generate(kind);
        Files.writeString(temp.resolve("public.pem"), key.publicPem());
        Files.write(temp.resolve("content"), CONTENT);
        Files.write(temp.resolve("signature"), key.sign(CONTENT));
        List<String> verify = command(kind, "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "content",
                "-sigfile", "signature");
        assertEquals(0, run(verify));
        Files.writeString(temp.resolve("content"), "another\n");
        assertTrue(run(verify) != 0, "it says so when they differ");
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void weVerifyWhatItSigns(KeyKind kind) throws Exception {
        assumeOpenssl(kind);
        generate(kind);
        assertEquals(0, run(List.of("openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "public.pem")));
        Files.write(temp.resolve("content"), CONTENT);
        assertEquals(0, run(command(kind, "pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "content", "-out", "signature")));
        PublicKey key = Pem.publicKeys(Files.readString(temp.resolve("public.pem"))).get(0);
        assertEquals(kind, key.kind());
        assertTrue(key.verifies(CONTENT, Files.readAllBytes(temp.resolve("signature"))));
        PrivateKey secret = Pem.privateKey(Files.readString(temp.resolve("key.pem")));
        assertEquals(key.id(), secret.publicKey().id());
        assertTrue(key.verifies(CONTENT, secret.sign(CONTENT)));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void itsCertificatesAreRead(KeyKind kind) throws Exception {
        assumeOpenssl(kind);
        generate(kind);
        Path trust = Files.createDirectories(temp.resolve("trust"));
        List<String> request = new ArrayList<>(List.of("openssl", "req", "-x509", "-new", "-key", "key.pem", "-subj", "/CN=maker",
                "-out", "trust/maker.crt"));
        if (kind == KeyKind.SM2) {
            request.addAll(List.of("-sm3", "-sigopt", "distid:1234567812345678"));
        }
        assertEquals(0, run(request));
        PrivateKey secret = Pem.privateKey(Files.readString(temp.resolve("key.pem")));
        assertEquals("maker", TrustStore.read(trust).find(secret.publicKey().id()).orElseThrow().name());
    }

    private void generate(KeyKind kind) throws Exception {
        assertEquals(0, run(List.of("openssl", "genpkey", "-algorithm", kind == KeyKind.SM2 ? "SM2" : "ED25519", "-out", "key.pem")));
    }

    private static List<String> command(KeyKind kind, String... words) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        if (kind == KeyKind.SM2) {
            command.addAll(List.of("-digest", "sm3", "-pkeyopt", "distid:1234567812345678"));
        }
        return command;
    }

    private void assumeOpenssl(KeyKind kind) throws Exception {
        boolean able;
        try {
            able = run(List.of("openssl", "genpkey", "-algorithm", kind == KeyKind.SM2 ? "SM2" : "ED25519", "-out", "probe")) == 0;
            Files.deleteIfExists(temp.resolve("probe"));
        } catch (IOException missing) {
            able = false;
        }
        if (!able) {
            System.out.println("skipped: there is no openssl that knows " + kind);
        }
        assumeTrue(able);
    }

    private int run(List<String> command) throws Exception {
        return new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
