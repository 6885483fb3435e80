package io.sluice.models.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.algorithm.sign.KeyKind;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway makes itself is kept like all else, though nobody has signed it. */
class MadeVersionTest {

    @TempDir
    Path root;

    @Test
    void needsNoSignatureAndIsNeverActiveByItself() throws Exception {
        StoreFixture fixture = new StoreFixture(root);
        fixture.policy = SignaturePolicy.REQUIRED;
        fixture.open();
        PrivateKey maker = PrivateKey.generate(KeyKind.ED25519);
        Files.writeString(Files.createDirectories(root.resolve("trusted")).resolve("maker.pem"), maker.publicPem());
        fixture.add(new PackageFixture().writeSigned(root, maker), Activation.ALWAYS);

        Path file = new PackageFixture().version("1.0-int8").write(root);
        AlgorithmVersion made = fixture.store.algorithms().addMade(file, List.of("made of 1.0", "98 of 100"));
        assertEquals(AlgorithmStatus.NOT_IN_USE, made.status());
        assertEquals(Optional.empty(), made.signer());
        assertEquals(List.of("made of 1.0", "98 of 100"), made.tests().subList(0, 2));
        assertTrue(made.tests().size() > 2, "it was not tried: " + made.tests());
        assertTrue(Files.exists(file), "the file is its maker's");
        assertEquals("1.0", fixture.store.versions().usable("joints").orElseThrow().version());
        assertTrue(fixture.store.versions().usable("joints", "1.0-int8").isPresent(), "a candidate could use it");

        Path other = new PackageFixture().version("1.0-int8").padding(9).write(Files.createDirectory(root.resolve("other")));
        assertEquals("model.version.exists", assertThrows(RejectedException.class,
                () -> fixture.store.algorithms().addMade(other, List.of())).code());
    }
}
