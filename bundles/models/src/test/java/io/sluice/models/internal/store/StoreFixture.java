package io.sluice.models.internal.store;

import io.sluice.algorithm.seal.Cipher;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store below a folder, with a clock that tests set. */
public final class StoreFixture {

    final Path root;
    final SetClock clock = new SetClock();
    final List<Accelerator> accelerators = new ArrayList<>(List.of(new Doubler(false)));
    Optional<PictureTrial> trial = Optional.empty();
    SignaturePolicy policy = SignaturePolicy.NONE;
    Cipher cipher = Cipher.AES_256_GCM;
    long nanos;
    int keep = 3;
    long mostBytes = 50_000_000;
    OpenStore store;

    StoreFixture(Path root) {
        this.root = root;
    }

    StoreFixture open() throws IOException {
        store = OpenStore.open(
                new StoreOptions(
                        root.resolve("algorithms"), keyFile(), root.resolve("trusted"), policy, cipher, "gw-1", keep,
                        mostBytes, Duration.ofSeconds(2)),
                () -> accelerators, () -> trial, clock, () -> nanos, () -> { });
        return this;
    }

    Path keyFile() {
        return root.resolve("identity/gateway.key");
    }

    AlgorithmVersion add(Path file, Activation activation) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return store.algorithms().add(in, activation);
        }
    }

    AlgorithmVersion add(PackageFixture fixture) throws IOException {
        return add(fixture.write(root), Activation.ALWAYS);
    }

    List<String> versions() {
        return store.algorithms().versions().stream()
                .map(version -> version.id() + " " + version.version() + " " + version.status())
                .toList();
    }

    /** A clock that is set by hand. */
    public static final class SetClock extends Clock {

        private volatile Instant now = Instant.parse("2026-06-01T12:00:00Z");

        public void set(String moment) {
            now = Instant.parse(moment);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
