package io.sluice.models.internal.store;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.PackageContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The store as others see it. After each change it tells who announces it. */
public final class KeptAlgorithms implements AlgorithmStore {

    private final VersionStore store;
    private final Vault vault;
    private final Incoming incoming;
    private final PackageImport imports;
    private final Runnable changed;

    KeptAlgorithms(VersionStore store, Vault vault, Incoming incoming, PackageImport imports, Runnable changed) {
        this.store = store;
        this.vault = vault;
        this.incoming = incoming;
        this.imports = imports;
        this.changed = changed;
    }

    @Override
    public List<AlgorithmVersion> versions() {
        return store.versions();
    }

    @Override
    public AlgorithmVersion add(InputStream content, Activation activation) {
        Path file = incoming.whole(content);
        try {
            return take(file, activation);
        } finally {
            Incoming.delete(file);
        }
    }

    /** As {@link #add}, of a file, which stays. */
    public AlgorithmVersion take(Path file, Activation activation) {
        AlgorithmVersion version = store.activate(imports.take(file, activation), activation);
        changed.run();
        return version;
    }

    @Override
    public AlgorithmVersion addMade(Path file, List<String> history) {
        AlgorithmVersion version = imports.takeMade(file, history);
        changed.run();
        return version;
    }

    @Override
    public AlgorithmVersion activate(String id, String version) {
        AlgorithmVersion active = store.activate(id, version);
        changed.run();
        return active;
    }

    @Override
    public AlgorithmVersion rollBack(String id) {
        AlgorithmVersion active = store.rollBack(id);
        changed.run();
        return active;
    }

    @Override
    public void deactivate(String id) {
        store.deactivate(id);
        changed.run();
    }

    @Override
    public void remove(String id, String version) {
        store.remove(id, version);
        changed.run();
    }

    @Override
    public PackageContent open(String sha256) {
        Kept kept = store.byFile(sha256).orElseThrow(() -> new NotFoundException(
                "model.package.unknown", "There is no package '" + sha256 + "'."));
        return vault.openPackage(sha256, kept.record().bytes());
    }

    @Override
    public long received(String sha256) {
        return store.byFile(sha256).map(kept -> kept.record().bytes()).orElseGet(() -> incoming.received(sha256));
    }

    @Override
    public Optional<AlgorithmVersion> receive(
            String sha256, long offset, long total, InputStream content, Activation activation) {
        return incoming.exclusively(sha256, () -> {
            Path part = incoming.append(sha256, offset, total, content);
            if (incoming.received(sha256) < total) {
                return Optional.empty();
            }
            return Optional.of(complete(sha256, part, activation));
        });
    }

    /** What is unfit is not kept for another try; what could not be done at present is. */
    private AlgorithmVersion complete(String sha256, Path part, Activation activation) {
        try {
            incoming.checkWhole(sha256, part);
            AlgorithmVersion version = take(part, activation);
            Files.deleteIfExists(part);
            return version;
        } catch (RejectedException unfit) {
            Incoming.delete(part);
            throw unfit;
        } catch (IOException error) {
            throw StoreFaults.of(error);
        }
    }
}
