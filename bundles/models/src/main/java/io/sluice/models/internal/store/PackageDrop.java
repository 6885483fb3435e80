package io.sluice.models.internal.store;

import io.sluice.algorithm.archive.PackageFile;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports and activates packages that are copied into a folder, each once it has looked the same twice, and deletes their
 * files: what is kept is kept encrypted. One that is refused stays, with a status that says why. Used by one thread.
 */
public final class PackageDrop {

    private static final Logger LOG = LoggerFactory.getLogger(PackageDrop.class);
    /** Looks after which something that could not be done is tried again. */
    private static final int AGAIN_AFTER = 60;

    private final Path folder;
    private final KeptAlgorithms algorithms;
    private final StatusReports statuses;
    private final Map<String, Look> seen = new HashMap<>();

    /** @param pause looks to go before it is tried; -1 when it has been judged */
    private record Look(long bytes, long modified, int pause) {

        boolean sameFile(Look other) {
            return other != null && bytes == other.bytes && modified == other.modified;
        }
    }

    public PackageDrop(Path folder, KeptAlgorithms algorithms, StatusReports statuses) {
        this.folder = folder;
        this.algorithms = algorithms;
        this.statuses = statuses;
    }

    public void look() {
        Set<String> present = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PackageDrop::isPackage)) {
            for (Path file : files) {
                present.add(file.getFileName().toString());
                look(file);
            }
        } catch (NoSuchFileException none) {
            LOG.debug("No folder {}", folder);
        } catch (IOException error) {
            LOG.debug("{} cannot be read now", folder, error);
            return;
        }
        for (String name : Set.copyOf(seen.keySet())) {
            if (!present.contains(name)) {
                seen.remove(name);
                statuses.gone(subject(name));
            }
        }
    }

    private void look(Path file) throws IOException {
        String name = file.getFileName().toString();
        Look before = seen.get(name);
        Look now = new Look(Files.size(file), Files.getLastModifiedTime(file).toMillis(), 0);
        if (!now.sameFile(before)) {
            seen.put(name, now);
        } else if (before.pause() > 0) {
            seen.put(name, new Look(now.bytes(), now.modified(), before.pause() - 1));
        } else if (before.pause() == 0) {
            seen.put(name, new Look(now.bytes(), now.modified(), take(file, name)));
        }
    }

    /** @return looks until it is to be tried again */
    private int take(Path file, String name) throws IOException {
        try {
            AlgorithmVersion version = algorithms.take(file, Activation.ALWAYS);
            Files.delete(file);
            LOG.info("The package {} was imported as version {} of {}", name, version.version(), version.id());
            statuses.gone(subject(name));
            return -1;
        } catch (SluiceException refused) {
            boolean again = refused instanceof UnavailableException;
            statuses.report(
                    subject(name), Health.FAILED, refused.code(), refused.getMessage(), refused.remedy(),
                    Map.of("message", refused.getMessage(), "remedy", refused.remedy()));
            return again ? AGAIN_AFTER : -1;
        }
    }

    private static Subject subject(String name) {
        return new Subject(Subject.MODEL, name);
    }

    private static boolean isPackage(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(PackageFile.SUFFIX) && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
