package io.sluice.algorithm.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.algorithm.archive.Digests;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.archive.PackageWriter;
import io.sluice.algorithm.archive.Samples;
import io.sluice.algorithm.sign.PackageSignatures.Signature;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose packages are taken, and whose are not. */
final class PackageSignaturesTest {

    @TempDir
    private Path temp;

    private Path file;
    private Path trust;
    private final PrivateKey maker = PrivateKey.generate(KeyKind.ED25519);
    private final PrivateKey integrator = PrivateKey.generate(KeyKind.SM2);

    @BeforeEach
    void pack() throws IOException {
        file = Samples.packed(temp);
        trust = Files.createDirectories(temp.resolve("trust"));
    }

    @Test
    void severalSignAndItIsToldWho() throws IOException {
        Files.writeString(trust.resolve("maker.pem"), maker.publicPem());
        Files.writeString(trust.resolve("integrator.pem"), integrator.publicPem());
        sign(maker);
        sign(integrator);
        sign(maker);
        List<String> names = verify().stream().map(Signature::name).sorted().toList();
        assertEquals(List.of("integrator", "maker"), names);
        assertEquals(2, require().size());
    }

    @Test
    void unsignedPackagesAreToldFromThoseOfStrangers() throws IOException {
        Files.writeString(trust.resolve("maker.pem"), maker.publicPem());
        assertEquals(List.of(), verify());
        assertEquals("package.signature.missing", refused());
        sign(integrator);
        assertEquals(List.of(false), verify().stream().map(Signature::trusted).toList());
        assertEquals("package.signature.untrusted", refused());
        sign(maker);
        assertEquals(List.of("maker"), require().stream().map(Signature::name).toList());
    }

    /** Somebody signs other content in the maker's name: with a signature copied from another package. */
    @Test
    void aSignatureOfOtherContentIsWrong() throws IOException {
        Files.writeString(trust.resolve("maker.pem"), maker.publicPem());
        forge(maker.sign("another list".getBytes()));
        assertEquals("package.signature.wrong", refused());
    }

    /** The key is known, but under the name of the other kind. */
    @Test
    void aSignatureOfAnotherKindIsWrong() throws IOException {
        Files.writeString(trust.resolve("integrator.pem"), integrator.publicPem());
        try (PackageFile opened = open()) {
            byte[] list = Digests.list(opened.digests());
            PackageWriter.copy(opened, Map.of(PackageFile.LIST, list,
                    PackageFile.SIGNATURES + integrator.publicKey().id() + ".ed25519", integrator.sign(list)), file);
        }
        assertEquals("package.signature.wrong", refused());
    }

    @Test
    void whatIsNoSignatureIsRefused() throws IOException {
        Map<String, byte[]> added = new TreeMap<>();
        try (PackageFile opened = open()) {
            added.put(PackageFile.LIST, Digests.list(opened.digests()));
            added.put(PackageFile.SIGNATURES + "maker.sig", new byte[64]);
            PackageWriter.copy(opened, added, file);
        }
        assertEquals("package.signature.malformed", refused());
    }

    @Test
    void aFolderOfTrustWithAMalformedKeyNamesTheFile() throws IOException {
        Files.writeString(trust.resolve("broken.pem"), "no key");
        Files.writeString(trust.resolve("notes.txt"), "no key either, and none expected");
        InvalidInputException error = assertThrows(InvalidInputException.class, () -> TrustStore.read(trust));
        assertEquals("broken.pem", error.field());
        assertTrue(TrustStore.read(temp.resolve("missing")).isEmpty());
    }

    private void forge(byte[] signature) throws IOException {
        try (PackageFile opened = open()) {
            PackageWriter.copy(opened, Map.of(PackageFile.LIST, Digests.list(opened.digests()),
                    PackageFile.SIGNATURES + maker.publicKey().id() + ".ed25519", signature), file);
        }
    }

    private void sign(PrivateKey key) throws IOException {
        try (PackageFile opened = open()) {
            PackageSignatures.sign(opened, key, file);
        }
    }

    private List<Signature> verify() throws IOException {
        try (PackageFile opened = open()) {
            return PackageSignatures.verify(opened, TrustStore.read(trust));
        }
    }

    private List<Signature> require() throws IOException {
        try (PackageFile opened = open()) {
            return PackageSignatures.require(opened, TrustStore.read(trust));
        }
    }

    private String refused() {
        return assertThrows(RejectedException.class, this::require).code();
    }

    private PackageFile open() throws IOException {
        return PackageFile.open(file, PackageLimits.USUAL);
    }
}
