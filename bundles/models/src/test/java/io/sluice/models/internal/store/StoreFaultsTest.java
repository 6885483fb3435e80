package io.sluice.models.internal.store;

import static io.sluice.models.internal.store.KeptAlgorithmsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.algorithm.sign.KeyKind;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelData;
import io.sluice.support.testing.SmallDisk;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreFaultsTest {

    @TempDir
    Path root;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(root).open();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void takesOnlyWhatSomebodyTrustedSigned(KeyKind kind) throws Exception {
        fixture.policy = SignaturePolicy.REQUIRED;
        fixture.open();
        PrivateKey maker = PrivateKey.generate(kind);
        refused("package.signature.missing", () -> fixture.add(new PackageFixture()));
        Path signed = new PackageFixture().writeSigned(root, maker);
        refused("package.signature.untrusted", () -> fixture.add(signed, Activation.ALWAYS));

        Path trusted = Files.createDirectories(root.resolve("trusted"));
        Files.writeString(trusted.resolve("maker.pem"), maker.publicPem());
        assertEquals(Optional.of("maker"), fixture.add(signed, Activation.ALWAYS).signer());
        Files.writeString(trusted.resolve("broken.pem"), "no key");
        refused("model.trust.malformed", () -> fixture.add(signed, Activation.ALWAYS));
    }

    @Test
    void refusesAWrongSignatureWhereUnsignedPackagesAreTaken() throws Exception {
        fixture.policy = SignaturePolicy.IF_PRESENT;
        fixture.open();
        Path file = new PackageFixture().writeSigned(root, PrivateKey.generate(KeyKind.ED25519));
        refused("package.signature.untrusted", () -> fixture.add(file, Activation.ALWAYS));
        assertEquals(Optional.empty(), fixture.add(new PackageFixture().version("2")).signer());
    }

    @Test
    void endsWithItsLicenceAndNotBefore() throws Exception {
        String licence = "{name: trial, not_before: 2026-06-01, not_after: '2026-06-30T12:00:00Z'}";
        fixture.add(new PackageFixture().licence(licence));
        fixture.add(new PackageFixture().id("other"));

        fixture.clock.set("2026-06-30T12:00:00Z");
        assertTrue(fixture.store.versions().usable("joints").isPresent(), "the last moment counts");
        fixture.clock.set("2026-06-30T12:00:00.001Z");
        assertEquals(Optional.empty(), fixture.store.versions().usable("joints"));
        assertTrue(fixture.store.versions().usable("other").isPresent(), "others are not concerned");
        AlgorithmVersion ended = fixture.store.algorithms().versions().get(0);
        assertEquals(2, ended.status().number());
        refused("model.licence.expired", () -> fixture.store.algorithms().activate("joints", "1.0"));
        refused("package.licence.expired", () ->
                fixture.add(new PackageFixture().licence(licence).version("2")));

        fixture.clock.set("2026-05-31T00:00:00Z");
        assertTrue(fixture.store.versions().usable("joints").isPresent(), "it is not earlier than when it was imported");
        refused("package.licence.early", () -> fixture.add(
                new PackageFixture().licence("{not_before: 2026-06-02}").version("2")));
        fixture.clock.set("2026-06-15T00:00:00Z");
        assertTrue(fixture.store.versions().usable("joints").isPresent(), "a clock that was set right again");
    }

    @Test
    void aClockThatIsSetBackRevivesNothing() throws Exception {
        fixture.add(new PackageFixture().licence("{not_after: '2026-06-01T20:00:00Z'}"));
        // It runs for a day.
        for (int minute = 0; minute < 24 * 60; minute += 10) {
            fixture.clock.set(Instant.parse("2026-06-01T12:00:00Z").plusSeconds(60L * minute).toString());
            fixture.store.versions().lookAround();
        }
        assertEquals(List.of("joints 1.0 NO_LONGER_VALID"), fixture.versions());
        fixture.clock.set("2026-06-01T13:00:00Z");
        assertEquals(List.of("joints 1.0 NO_LONGER_VALID"), fixture.versions());
        refused("model.licence.expired", () -> fixture.store.algorithms().activate("joints", "1.0"));
        refused("package.licence.expired", () ->
                fixture.add(new PackageFixture().version("2").licence("{not_after: '2026-06-01T20:00:00Z'}")));
        assertEquals("model.clock.back", fixture.store.versions().condition().code());
        fixture.open();
        assertEquals(List.of("joints 1.0 NO_LONGER_VALID"), fixture.versions(), "after a restart too");
        fixture.add(new PackageFixture().id("other"));
        assertTrue(fixture.store.versions().usable("other").isPresent(), "others are not concerned");

        // Somebody edits what was seen, or deletes it: the versions still say when they came.
        Path seen = root.resolve("algorithms/clock");
        Files.writeString(seen, Files.readString(seen).replace("2026-06-0", "2020-06-0"));
        fixture.open();
        assertEquals("model.clock.back", fixture.store.versions().condition().code());
        Files.delete(seen);
        fixture.open();
        assertEquals(List.of("joints 1.0 NO_LONGER_VALID"), fixture.versions().subList(0, 1));
        fixture.clock.set("2026-06-02T12:00:00Z");
        assertEquals("model.store.ready", fixture.store.versions().condition().code());
    }

    @Test
    void smallStepsBackAndMomentsOfAWrongClockEndNothing() throws Exception {
        fixture.add(new PackageFixture().licence("{not_after: '2026-06-01T12:05:00Z'}"));
        fixture.clock.set("2026-06-01T12:06:00Z");
        fixture.store.versions().lookAround();
        fixture.clock.set("2026-06-01T12:04:00Z");
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions(), "a time server's correction");

        fixture.clock.set("2099-01-01T00:00:00Z");
        fixture.store.versions().lookAround();
        assertEquals(List.of("joints 1.0 NO_LONGER_VALID"), fixture.versions());
        fixture.nanos += 3_599_000_000_000L;
        fixture.store.versions().lookAround();
        fixture.clock.set("2026-06-01T12:04:30Z");
        fixture.store.versions().lookAround();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions(), "it was wrong for less than an hour");

        fixture.clock.set("2026-08-01T00:00:00Z");
        fixture.store.versions().lookAround();
        fixture.nanos += 3_600_000_000_000L;
        fixture.store.versions().lookAround();
        fixture.clock.set("2026-06-01T12:04:30Z");
        assertEquals(List.of("joints 1.0 NO_LONGER_VALID"), fixture.versions(), "it has been August for an hour");
    }

    @Test
    void keepsPackagesForOtherGatewaysWithoutRunningThem() throws Exception {
        Path elsewhere = new PackageFixture().licence("{gateways: [gw-2]}").write(root);
        assertEquals(6, fixture.add(elsewhere, Activation.IF_FIRST).status().number());
        refused("model.licence.gateway", () -> fixture.store.algorithms().activate("joints", "1.0"));
        fixture.add(new PackageFixture().licence("{gateways: [gw-2, gw-1]}").version("2"));
        assertTrue(fixture.store.versions().usable("joints").isPresent());
    }

    @Test
    void saysThatTheKeyIsLostAndGoesOnWhenItIsBack() throws Exception {
        fixture.add(new PackageFixture());
        ModelData data = fixture.store.versions().usable("joints").orElseThrow().models().get(0).variants().get(0).data();
        byte[] key = Files.readAllBytes(fixture.keyFile());
        Files.delete(fixture.keyFile());
        fixture.open();
        assertEquals(List.of("joints 1.0 KEY_LOST"), fixture.versions());
        refused("model.key.lost", () -> fixture.store.algorithms().activate("joints", "1.0"));
        refused("model.key.lost", () -> fixture.add(new PackageFixture().version("2")));
        assertTrue(Files.notExists(fixture.keyFile()), "a new key would hide the loss");
        assertEquals("model.key.lost", fixture.store.versions().condition().code());

        Files.write(fixture.keyFile(), new byte[32]);
        fixture.open();
        assertEquals(List.of("joints 1.0 KEY_LOST"), fixture.versions(), "another key is no better");
        Files.write(fixture.keyFile(), key);
        fixture.store.versions().lookAround();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
        data.open().close();
    }

    @Test
    void makesANewKeyOnceNothingNeedsTheLostOne() throws Exception {
        fixture.add(new PackageFixture());
        Files.delete(fixture.keyFile());
        fixture.open();
        fixture.store.algorithms().deactivate("joints");
        fixture.store.algorithms().remove("joints", "1.0");
        fixture.add(new PackageFixture());
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
    }

    @Test
    void noticesWhatWasChangedOnTheDisk() throws Exception {
        fixture.add(new PackageFixture().licence("{not_after: 2026-06-30}"));
        Path record = root.resolve("algorithms/versions/joints/1.0.json");
        Files.writeString(record, Files.readString(record).replace("2026-06-30", "2099-06-30"));
        fixture.open();
        assertEquals(List.of("joints 1.0 DAMAGED"), fixture.versions());
        refused("model.version.damaged", () -> fixture.store.algorithms().activate("joints", "1.0"));
    }

    @Test
    void leavesAloneWhatItCannotRead() throws Exception {
        fixture.add(new PackageFixture());
        fixture.add(new PackageFixture().id("other").padding(400));
        assertEquals("model.store.ready", fixture.store.versions().condition().code());
        Path record = root.resolve("algorithms/versions/joints/1.0.json");
        byte[] content = Files.readAllBytes(record);
        Files.write(record, Arrays.copyOf(content, content.length / 2));
        fixture.open();
        assertEquals(List.of("other 1.0 IN_USE"), fixture.versions());
        assertEquals("model.record.unreadable", fixture.store.versions().condition().code());
        fixture.store.algorithms().deactivate("other");
        fixture.store.algorithms().remove("other", "1.0");
        Files.write(record, content);
        fixture.open();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
        fixture.store.versions().usable("joints").orElseThrow().models().get(0).variants().get(0).data().open().close();
    }

    @Test
    void opensNoModelThatWasDamagedExchangedOrDeleted() throws Exception {
        fixture.add(new PackageFixture());
        fixture.add(new PackageFixture().id("other").padding(400));
        Path file = model("joints");
        byte[] content = Files.readAllBytes(file);
        byte[] bent = content.clone();
        bent[bent.length - 20] ^= 1;
        Files.write(file, bent);
        ModelData data = fixture.store.versions().usable("joints").orElseThrow().models().get(0).variants().get(0).data();
        assertThrows(RejectedException.class, data::open);
        Files.write(file, Files.readAllBytes(model("other")));
        assertThrows(RejectedException.class, data::open);
        Files.delete(file);
        refused("model.version.damaged", data::open);
        fixture.open();
        assertEquals(List.of("joints 1.0 DAMAGED", "other 1.0 IN_USE"), fixture.versions());
    }

    @Test
    void leavesNothingBehindOnAFullDisk() throws Exception {
        try (SmallDisk disk = new SmallDisk(8)) {
            StoreFixture small = new StoreFixture(disk.folder()).open();
            small.add(new PackageFixture().write(root), Activation.ALWAYS);
            Path large = new PackageFixture().id("large").padding(3_000_000).write(root);
            Path ballast = disk.fill(100_000);
            refused("model.store.full", () -> small.add(large, Activation.ALWAYS));
            Files.delete(ballast);
            // Room for the package as received, but not for keeping it.
            Path less = disk.fill(3_500_000);
            refused("model.store.full", () -> small.add(large, Activation.ALWAYS));
            assertEquals(List.of("joints 1.0 IN_USE"), small.versions());
            Files.delete(less);
            try (Stream<Path> files = Files.walk(disk.folder())) {
                long bytes = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
                assertTrue(bytes < 100_000, "left behind: " + bytes);
            }
            small.open();
            assertEquals(List.of("joints 1.0 IN_USE"), small.versions());
            // What is kept twice, as package and as model, and once more while it comes in: 9 of 8 megabytes.
            refused("model.store.full", () -> small.add(large, Activation.ALWAYS));
            small.add(new PackageFixture().id("large").padding(1_000_000).write(root), Activation.ALWAYS);
            assertEquals(List.of("joints 1.0 IN_USE", "large 1.0 IN_USE"), small.versions());
        }
    }

    @Test
    void goesOnWithAnUploadThatBroke() throws Exception {
        byte[] whole = Files.readAllBytes(new PackageFixture().padding(300_000).write(root));
        String digest = sha256(whole);
        int half = whole.length / 2;
        refused("model.upload.interrupted", () -> fixture.store.algorithms().receive(
                digest, 0, whole.length, new Breaking(whole, half), Activation.ALWAYS));
        fixture.open();
        long received = fixture.store.algorithms().received(digest);
        assertTrue(received > 0 && received <= half, "received " + received);
        InvalidInputException offset = (InvalidInputException) refused("model.upload.offset", () ->
                fixture.store.algorithms().receive(digest, 1, whole.length, InputStream.nullInputStream(), Activation.ALWAYS));
        assertTrue(offset.getMessage().contains("byte " + received), offset.getMessage());
        Optional<AlgorithmVersion> version = fixture.store.algorithms().receive(
                digest, received, whole.length,
                new ByteArrayInputStream(whole, (int) received, whole.length), Activation.ALWAYS);
        assertEquals(digest, version.orElseThrow().fileSha256());
        assertEquals(whole.length, fixture.store.algorithms().received(digest), "nothing is left to send");
    }

    @Test
    void throwsAwayAnUploadThatIsNotWhatItWasSaidToBe() throws Exception {
        byte[] whole = Files.readAllBytes(new PackageFixture().write(root));
        String other = "a".repeat(64);
        refused("model.package.digest", () -> fixture.store.algorithms().receive(
                other, 0, whole.length, new ByteArrayInputStream(whole), Activation.ALWAYS));
        assertEquals(0, fixture.store.algorithms().received(other));
        refused("model.package.name", () -> fixture.store.algorithms().received("../x"));
        assertEquals(List.of(), fixture.versions());
    }

    @Test
    void saysThatAnUploadIsUnderWay() throws Exception {
        byte[] whole = Files.readAllBytes(new PackageFixture().write(root));
        String digest = sha256(whole);
        InputStream meddling = new FilterInputStream(new ByteArrayInputStream(whole)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                SluiceException busy = assertThrows(UnavailableException.class, () ->
                        fixture.store.algorithms().receive(
                                digest, 0, whole.length, InputStream.nullInputStream(), Activation.ALWAYS));
                assertEquals("model.upload.busy", busy.code());
                return super.read(target, offset, length);
            }
        };
        assertTrue(fixture.store.algorithms()
                .receive(digest, 0, whole.length, meddling, Activation.ALWAYS).isPresent());
    }

    private Path model(String id) {
        String sha256 = fixture.store.versions().usable(id).orElseThrow()
                .models().get(0).variants().get(0).data().sha256();
        return root.resolve("algorithms/models").resolve(sha256);
    }

    private String sha256(byte[] content) throws IOException {
        Path file = Files.write(root.resolve("content"), content);
        String digest = Incoming.digest(file);
        Files.delete(file);
        return digest;
    }

    /** A connection that is cut. */
    private static final class Breaking extends FilterInputStream {

        private int left;

        Breaking(byte[] content, int bytes) {
            super(new ByteArrayInputStream(Arrays.copyOf(content, bytes)));
            left = bytes;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("connection reset");
            }
            int count = super.read(target, offset, Math.min(length, Math.min(left, 10_000)));
            left -= count;
            return count;
        }
    }
}
