package io.sluice.models.internal.store;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.status.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions there are and which of them are active. A change is on disk before it is seen here. Reading takes no lock;
 * what adds or deletes files is one at a time, for which {@link #filesLock} is held.
 */
public final class VersionStore {

    private static final Logger LOG = LoggerFactory.getLogger(VersionStore.class);

    private final Keys keys;
    private final VersionFiles files;
    private final String gateway;
    private final int keep;
    private final LicenceClock clock;
    private final Object filesLock = new Object();
    private volatile Map<String, Algorithm> algorithms;

    /**
     * @param gateway id in licences; empty for the one made of the key
     * @param keep how many versions of an algorithm
     */
    VersionStore(Keys keys, VersionFiles files, String gateway, int keep, LicenceClock clock) throws IOException {
        this.keys = keys;
        this.files = files;
        this.gateway = gateway;
        this.keep = keep;
        this.clock = clock;
        algorithms = Map.copyOf(files.load());
        algorithms.values().stream()
                .flatMap(algorithm -> algorithm.versions().values().stream())
                .filter(kept -> kept.damage().isEmpty())
                .forEach(kept -> clock.atLeast(kept.record().imported()));
        clock.look();
    }

    Object filesLock() {
        return filesLock;
    }

    /** Whether it offers the algorithm, or would if its active version could be used. */
    public boolean claims(String id) {
        Algorithm algorithm = algorithms.get(id);
        return algorithm != null && algorithm.active().isPresent();
    }

    /** Ids of all algorithms with an active version. */
    public List<String> claimed() {
        return algorithms.keySet().stream().filter(this::claims).sorted().toList();
    }

    /** The active version, where it can be used at this moment. */
    public Optional<AlgorithmDescriptor> usable(String id) {
        return active(id).filter(kept -> statusOf(kept) == AlgorithmStatus.IN_USE).map(Kept::descriptor);
    }

    /** A secret for one purpose, made of the gateway's key; empty while that is lost. */
    public Optional<byte[]> secret(String purpose) {
        return keys.current().map(key -> key.derive(purpose));
    }

    /** The version, where it could be used at this moment. */
    public Optional<AlgorithmDescriptor> usable(String id, String version) {
        return Optional.ofNullable(algorithms.get(id))
                .flatMap(algorithm -> algorithm.version(version))
                .filter(kept -> statusOf(kept) == AlgorithmStatus.IN_USE)
                .map(Kept::descriptor);
    }

    /** The active version and how it is. */
    Optional<Kept> active(String id) {
        return Optional.ofNullable(algorithms.get(id)).flatMap(Algorithm::active);
    }

    AlgorithmStatus statusOf(Kept kept) {
        return kept.statusIfActive(clock.instant(), site());
    }

    List<AlgorithmVersion> versions() {
        Site site = site();
        return new TreeMap<>(algorithms).values().stream()
                .flatMap(algorithm -> algorithm.latestFirst()
                        .map(kept -> algorithm.describe(kept, clock.instant(), site)))
                .toList();
    }

    Optional<AlgorithmVersion> describe(String id, String version) {
        return Optional.ofNullable(algorithms.get(id)).flatMap(algorithm ->
                algorithm.version(version).map(kept -> algorithm.describe(kept, clock.instant(), site())));
    }

    /** @param sha256 of the package's file */
    Optional<Kept> byFile(String sha256) {
        return algorithms.values().stream()
                .flatMap(algorithm -> algorithm.versions().values().stream())
                .filter(kept -> kept.record().file().equals(sha256))
                .findFirst();
    }

    Optional<Kept> find(String id, String version) {
        return Optional.ofNullable(algorithms.get(id)).flatMap(algorithm -> algorithm.version(version));
    }

    /** Versions whose trial waits, and whose files can be read. */
    List<Kept> waiting() {
        return algorithms.values().stream()
                .flatMap(algorithm -> algorithm.versions().values().stream())
                .filter(kept -> kept.record().trial().waits() && kept.damage().isEmpty())
                .filter(kept -> statusOf(kept) != AlgorithmStatus.KEY_LOST)
                .toList();
    }

    /** What a version would be, for trying it. */
    AlgorithmDescriptor draft(VersionRecord version) throws IOException {
        return files.kept(version, "").descriptor();
    }

    /** Keeps a version whose files are all there; under the lock of the files. */
    synchronized void put(VersionRecord version) throws IOException {
        Kept kept = files.save(version);
        clock.atLeast(version.imported());
        Algorithm before = algorithms.getOrDefault(
                version.id(), new Algorithm(version.id(), ActiveVersion.NONE, Map.of()));
        set(before.with(kept));
    }

    synchronized AlgorithmVersion activate(String id, String version) {
        Algorithm algorithm = algorithm(id, version);
        Kept kept = algorithm.version(version).orElseThrow(() -> unknown(id, version));
        requireUsable(kept);
        if (!algorithm.state().active().equals(Optional.of(version))) {
            save(algorithm.in(algorithm.state().activate(version)));
            LOG.info("Version {} of {} is active now", version, id);
        }
        return describe(id, version).orElseThrow();
    }

    synchronized AlgorithmVersion activate(AlgorithmVersion imported, Activation activation) {
        if (imported.status() == AlgorithmStatus.NOT_YET_TRIED) {
            return imported;
        }
        boolean wanted = activation == Activation.ALWAYS
                || activation == Activation.IF_FIRST && !claims(imported.id())
                && imported.status() == AlgorithmStatus.NOT_IN_USE;
        return wanted ? activate(imported.id(), imported.version()) : imported;
    }

    synchronized AlgorithmVersion rollBack(String id) {
        Algorithm algorithm = algorithms.get(id);
        String target = Optional.ofNullable(algorithm)
                .flatMap(known -> known.state().before().stream().filter(known.versions()::containsKey).findFirst())
                .orElseThrow(() -> new NotFoundException(
                        "model.version.none_before", "No version of '" + id + "' was active before."));
        requireUsable(algorithm.version(target).orElseThrow());
        save(algorithm.in(algorithm.state().rollBackTo(target)));
        LOG.info("Version {} of {} is active again", target, id);
        return describe(id, target).orElseThrow();
    }

    synchronized void deactivate(String id) {
        Algorithm algorithm = algorithms.get(id);
        if (algorithm == null || algorithm.active().isEmpty()) {
            throw new NotFoundException("model.version.none_active", "No imported version of '" + id + "' is active.");
        }
        save(algorithm.in(algorithm.state().deactivate()));
    }

    void remove(String id, String version) {
        synchronized (filesLock) {
            synchronized (this) {
                if (algorithm(id, version).state().active().equals(Optional.of(version))) {
                    throw new RejectedException(
                            "model.version.active", "Version " + version + " of '" + id + "' is the active one.",
                            "Activate another one first, or deactivate the algorithm.", null);
                }
                delete(id, version);
            }
        }
    }

    /** Deletes what is more than is to be kept of an algorithm; under the lock of the files. */
    synchronized void retain(String id) {
        for (String version : algorithms.get(id).surplus(keep)) {
            LOG.info("Version {} of {} is deleted: {} versions are kept", version, id, keep);
            delete(id, version);
        }
    }

    /** Looks what time it is, and for a key that was restored. */
    void lookAround() {
        clock.look();
        if (algorithms.values().stream().flatMap(all -> all.versions().values().stream())
                .anyMatch(kept -> statusOf(kept) == AlgorithmStatus.KEY_LOST)) {
            try {
                if (keys.reload()) {
                    reload();
                }
            } catch (IOException error) {
                LOG.debug("The key cannot be read", error);
            }
        }
    }

    /** Deletes what an import that failed has left; under the lock of the files. */
    void sweep() {
        try {
            files.sweep(algorithms);
        } catch (IOException error) {
            LOG.warn("Files of an import that failed cannot be deleted; the next start tries again", error);
        }
    }

    /** With the key seals can be verified. */
    private void reload() throws IOException {
        synchronized (filesLock) {
            synchronized (this) {
                algorithms = Map.copyOf(files.load());
            }
        }
    }

    /** How the store itself is. Never failed, or a supervisor would restart the gateway on its account. */
    public Condition condition() {
        List<Path> unreadable = files.unreadable();
        boolean lost = algorithms.values().stream()
                .flatMap(algorithm -> algorithm.versions().values().stream())
                .anyMatch(kept -> statusOf(kept) == AlgorithmStatus.KEY_LOST);
        if (lost) {
            return new Condition(Health.DEGRADED, Keys.LOST, keyMessage(), Keys.LOST_REMEDY, site().gateway());
        }
        if (!unreadable.isEmpty()) {
            return new Condition(
                    Health.DEGRADED, "model.record.unreadable", "The record " + unreadable.get(0) + " cannot be read.",
                    "Delete that file, and import the package again.", site().gateway());
        }
        Optional<String> back = clock.trouble();
        if (back.isPresent()) {
            return new Condition(
                    Health.DEGRADED, "model.clock.back", back.get(), "Set the gateway's clock, best by NTP. If it was wrong before, delete what was imported then, and the file "
                            + LicenceClock.FILE + " in the store.", site().gateway());
        }
        Optional<Refusal> untried = untried();
        if (untried.isPresent()) {
            Refusal reason = untried.get();
            return new Condition(
                    Health.DEGRADED, reason.code(), reason.message(), reason.remedy(), site().gateway());
        }
        return new Condition(
                Health.OK, "model.store.ready", "Imported algorithms are kept; licences name this gateway "
                        + site().gateway() + ".", "", site().gateway());
    }

    private Optional<Refusal> untried() {
        return algorithms.values().stream()
                .flatMap(algorithm -> algorithm.versions().values().stream())
                .filter(kept -> List.of(AlgorithmStatus.NOT_YET_TRIED, AlgorithmStatus.TEST_FAILED).contains(statusOf(kept)))
                .map(kept -> Refusal.of(statusOf(kept), kept, this))
                .findFirst();
    }

    String keyMessage() {
        return keys.lostMessage();
    }

    private Site site() {
        Optional<GatewayKey> key = keys.current();
        String id = gateway.isEmpty() ? key.map(GatewayKey::gatewayId).orElse("") : gateway;
        return new Site(key.map(GatewayKey::fingerprint).orElse(""), id);
    }

    private void requireUsable(Kept kept) {
        AlgorithmStatus status = statusOf(kept);
        if (status != AlgorithmStatus.IN_USE) {
            throw Refusal.of(status, kept, this).rejected();
        }
    }

    private Algorithm algorithm(String id, String version) {
        Algorithm algorithm = algorithms.get(id);
        if (algorithm == null || algorithm.version(version).isEmpty()) {
            throw unknown(id, version);
        }
        return algorithm;
    }

    private void delete(String id, String version) {
        Map<String, Algorithm> rest = new TreeMap<>(algorithms);
        Algorithm left = rest.get(id).without(version);
        if (left.versions().isEmpty()) {
            rest.remove(id);
        } else {
            rest.put(id, left);
        }
        try {
            files.delete(id, version, rest);
        } catch (IOException error) {
            throw failed(error);
        }
        algorithms = Map.copyOf(rest);
    }

    private void save(Algorithm algorithm) {
        try {
            files.save(algorithm.id(), algorithm.state());
        } catch (IOException error) {
            throw failed(error);
        }
        set(algorithm);
    }

    private void set(Algorithm algorithm) {
        Map<String, Algorithm> next = new TreeMap<>(algorithms);
        next.put(algorithm.id(), algorithm);
        algorithms = Map.copyOf(next);
    }

    private static UnavailableException failed(IOException error) {
        return StoreFaults.of(error);
    }

    private static NotFoundException unknown(String id, String version) {
        return new NotFoundException("model.version.unknown", "There is no version " + version + " of '" + id + "'.");
    }
}
