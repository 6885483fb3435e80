package io.sluice.models.internal;

import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of some directories. {@link #look} is called by one thread again and again; it reads a folder once the
 * folder has looked the same twice, or at once when nothing in it is recent. Reading is from any thread.
 */
final class ModelCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalog.class);
    private static final Subject DIRECTORIES = new Subject(Subject.GATEWAY, "models");
    private static final long SETTLED_MILLIS = 2000;

    private final List<Path> directories;
    private final StatusReports statuses;
    private final ModelEvents events;
    private final Map<String, AlgorithmDescriptor> models = new ConcurrentSkipListMap<>();
    private final Map<String, Fingerprint> seen = new HashMap<>();
    private final Map<String, Fingerprint> judged = new HashMap<>();

    /** @param directories the first that has a folder of some name wins */
    ModelCatalog(List<Path> directories, StatusReports statuses, ModelEvents events) {
        this.directories = List.copyOf(directories);
        this.statuses = statuses;
        this.events = events;
    }

    List<AlgorithmDescriptor> list() {
        return List.copyOf(models.values());
    }

    Optional<AlgorithmDescriptor> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** @param claimed ids that are another's to offer and to report on; folders of these are as if they were not there */
    void look(Set<String> claimed) {
        Map<String, Fingerprint> present;
        try {
            present = present();
        } catch (IOException error) {
            // Models stay as they are: a share that is away for a moment must not stop every analysis.
            String reason = String.valueOf(error.getMessage());
            statuses.report(
                    DIRECTORIES, Health.DEGRADED, "models.directory.unreadable",
                    "A folder of models cannot be read: " + reason + ".",
                    "Make the folder readable for the gateway.", Map.of("reason", reason));
            return;
        }
        statuses.gone(DIRECTORIES);
        claimed.forEach(this::release);
        present.keySet().removeAll(claimed);
        present.forEach(this::consider);
        Set.copyOf(seen.keySet()).stream().filter(id -> !present.containsKey(id)).forEach(this::forget);
    }

    private Map<String, Fingerprint> present() throws IOException {
        Map<String, Fingerprint> present = new TreeMap<>();
        for (Path directory : directories) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, ModelCatalog::isAlgorithm)) {
                for (Path folder : folders) {
                    if (!present.containsKey(folder.getFileName().toString())) {
                        add(present, folder);
                    }
                }
            } catch (NoSuchFileException none) {
                LOG.debug("No models in {}", directory);
            } catch (DirectoryIteratorException error) {
                throw error.getCause();
            }
        }
        return present;
    }

    private static void add(Map<String, Fingerprint> present, Path folder) throws IOException {
        try {
            present.put(folder.getFileName().toString(), Fingerprint.of(folder));
        } catch (NoSuchFileException goneMeanwhile) {
            LOG.debug("{} went while it was looked at", folder);
        }
    }

    /** Hidden folders are for who copies: write there, then rename. */
    private static boolean isAlgorithm(Path path) {
        return Files.isDirectory(path) && !path.getFileName().toString().startsWith(".");
    }

    private void consider(String id, Fingerprint now) {
        Fingerprint before = seen.put(id, now);
        boolean settled = now.equals(before) || before == null && now.olderThan(SETTLED_MILLIS);
        if (settled && !now.equals(judged.get(id))) {
            judge(id, now);
        }
    }

    private void judge(String id, Fingerprint now) {
        Subject subject = new Subject(Subject.MODEL, id);
        try {
            AlgorithmDescriptor model = AlgorithmFolder.read(now.folder());
            if (!now.equals(Fingerprint.of(now.folder()))) {
                return;
            }
            judged.put(id, now);
            if (!model.equals(models.put(id, model))) {
                LOG.info("Model {} version {} is ready, from {}", id, model.version(), now.folder());
                statuses.report(
                        subject, Health.OK, "model.ready", "Version " + model.version() + " is ready.", "",
                        Map.of("version", model.version(), "sha256", model.sha256()));
                events.changed(model);
            }
        } catch (IOException error) {
            // Most likely changed under our hands: the next look tells.
            LOG.debug("Folder {} cannot be judged yet", now.folder(), error);
        } catch (ModelFault fault) {
            judged.put(id, now);
            LOG.warn("Model {} cannot be used: {}", id, fault.getMessage());
            withdraw(id);
            statuses.report(
                    subject, Health.FAILED, fault.code(), fault.getMessage(), fault.remedy(), fault.details());
        }
    }

    /** Without a word: who claims it speaks of it from now on. */
    private void release(String id) {
        seen.remove(id);
        judged.remove(id);
        models.remove(id);
    }

    private void forget(String id) {
        seen.remove(id);
        judged.remove(id);
        LOG.info("The folder of model {} is gone", id);
        withdraw(id);
        statuses.gone(new Subject(Subject.MODEL, id));
    }

    private void withdraw(String id) {
        if (models.remove(id) != null) {
            events.gone(id);
        }
    }
}
