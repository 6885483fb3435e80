package io.sluice.models.internal.store;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.PictureTrial;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The parts of a store, put together.
 *
 * @param versions what there is
 * @param algorithms what can be done with it
 * @param trials of versions that wait for one
 */
public record OpenStore(VersionStore versions, KeptAlgorithms algorithms, PendingTrials trials) {

    /**
     * Opens it, finishing or undoing what was cut off.
     *
     * @param accelerators those there are at present
     * @param trial what looks at pictures at present
     * @param clock of the wall
     * @param nanos a clock that nobody sets
     * @param changed called after each change, by who made it
     */
    public static OpenStore open(
            StoreOptions options, Supplier<List<Accelerator>> accelerators, Supplier<Optional<PictureTrial>> trial,
            Clock clock, LongSupplier nanos, Runnable changed)
            throws IOException {
        StoreFolder folder = new StoreFolder(options.folder());
        Keys keys = new Keys(options.keyFile(), folder);
        if (!folder.holdsSecrets()) {
            // So that the gateway's id is known before the first package, which may be licensed for it.
            keys.forWriting();
        }
        Vault vault = new Vault(folder, keys, options.cipher());
        LicenceClock licences = new LicenceClock(clock, nanos, folder.root().resolve(LicenceClock.FILE), keys);
        VersionStore versions = new VersionStore(
                keys, new VersionFiles(folder, keys, vault), options.gateway(), options.keep(), licences);
        DryRun dryRun = new DryRun(accelerators, trial, new TimeLimit(options.testLimit()));
        PackageImport imports = new PackageImport(
                versions, vault, keys, options.policy(), options.trusted(), dryRun, licences);
        Incoming incoming = new Incoming(folder.incoming(), options.mostBytes());
        return new OpenStore(
                versions, new KeptAlgorithms(versions, vault, incoming, imports, changed),
                new PendingTrials(versions, vault, dryRun, changed));
    }
}
