package io.sluice.models.internal.store;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.Descriptors;
import io.sluice.algorithm.ManifestReader;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions on disk. Used under the store's lock. */
final class VersionFiles {

    private static final Logger LOG = LoggerFactory.getLogger(VersionFiles.class);

    private final StoreFolder folder;
    private final Keys keys;
    private final Vault vault;
    private final List<Path> unreadable = new CopyOnWriteArrayList<>();

    VersionFiles(StoreFolder folder, Keys keys, Vault vault) {
        this.folder = folder;
        this.keys = keys;
        this.vault = vault;
    }

    /** Reads all there is. A record that cannot be read hides its own version only, and nothing is swept then. */
    Map<String, Algorithm> load() throws IOException {
        Map<String, Algorithm> all = new TreeMap<>();
        unreadable.clear();
        for (String id : folder.algorithms()) {
            Algorithm algorithm = new Algorithm(id, ActiveVersion.read(folder.active(id)), Map.of());
            for (String version : folder.versions(id)) {
                try {
                    algorithm = algorithm.with(read(id, version));
                } catch (IOException | SluiceException error) {
                    unreadable.add(folder.record(id, version));
                    LOG.error("The record of version {} of {} cannot be read; it is left as it is", version, id, error);
                }
            }
            if (!algorithm.versions().isEmpty()) {
                all.put(id, algorithm.active().isEmpty() ? algorithm.in(algorithm.state().deactivate()) : algorithm);
            }
        }
        sweep(all);
        return all;
    }

    /** Records that could not be read. */
    List<Path> unreadable() {
        return List.copyOf(unreadable);
    }

    Kept save(VersionRecord version) throws IOException {
        Durable.createFolder(folder.algorithm(version.id()));
        byte[] sealed = RecordFile.sealed(version);
        Durable.write(
                folder.record(version.id(), version.version()),
                RecordFile.file(keys.forWriting().seal(sealed), sealed));
        return kept(version, "");
    }

    void save(String id, ActiveVersion state) throws IOException {
        Durable.write(folder.active(id), state.file());
    }

    /** The record goes first: with it the version is gone, whatever remains of its files. */
    void delete(String id, String version, Map<String, Algorithm> rest) throws IOException {
        Durable.delete(folder.record(id, version));
        if (!rest.containsKey(id)) {
            Durable.delete(folder.active(id));
            Files.deleteIfExists(folder.algorithm(id));
        }
        sweep(rest);
    }

    /** The version as the record tells it. */
    Kept kept(VersionRecord version, String damage) throws IOException {
        AlgorithmManifest manifest = ManifestReader.read(version.manifest(), (name, most) -> {
            String text = version.texts().get(name);
            if (text == null) {
                throw new RejectedException(
                        "model.version.damaged", "The file '" + name + "' is not kept.", "Import the package again.", null);
            }
            return text;
        });
        AlgorithmDescriptor descriptor = Descriptors.of(
                manifest,
                variant -> new SealedModel(
                        variant.file(), variant.format(), version.models().getOrDefault(variant.file(), ""), vault),
                version.sha256());
        return new Kept(version, manifest, descriptor, damage);
    }

    private Kept read(String id, String version) throws IOException {
        RecordFile.Reading reading = RecordFile.read(folder.record(id, version));
        VersionRecord read = reading.version();
        if (!read.id().equals(id) || !read.version().equals(version)) {
            throw new IOException("it is the record of version " + read.version() + " of " + read.id());
        }
        return kept(read, damage(reading));
    }

    private String damage(RecordFile.Reading reading) {
        VersionRecord version = reading.version();
        boolean changed = keys.current()
                .filter(key -> key.fingerprint().equals(version.key()))
                .filter(key -> !key.sealedBy(reading.seal(), reading.sealed()))
                .isPresent();
        if (changed) {
            return "its record was changed";
        }
        return version.models().values().stream()
                .filter(sha256 -> !Files.isRegularFile(folder.model(sha256)))
                .findFirst()
                .map(sha256 -> "the file " + folder.model(sha256) + " is missing")
                .orElse("");
    }

    /** Nothing is swept while there is a record that cannot be read, for what it names is not known. */
    void sweep(Map<String, Algorithm> all) throws IOException {
        if (!unreadable.isEmpty()) {
            return;
        }
        Set<String> packages = new HashSet<>();
        Set<String> models = new HashSet<>();
        all.values().stream().flatMap(algorithm -> algorithm.versions().values().stream()).forEach(kept -> {
            packages.add(kept.record().file());
            models.addAll(kept.record().models().values());
        });
        folder.sweep(packages, models);
    }
}
