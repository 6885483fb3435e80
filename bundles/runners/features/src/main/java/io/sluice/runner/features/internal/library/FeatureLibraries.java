package io.sluice.runner.features.internal.library;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All libraries of this node, each in a folder of its name. One that cannot be read leaves the others usable. Thread-safe. */
public final class FeatureLibraries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureLibraries.class);
    private static final int EXPIRE_MINUTES = 10;
    private static final int END_SECONDS = 30;

    private final Path root;
    private final Clock clock;
    private final LibraryWatch watch;
    private final Map<String, FeatureLibrary> libraries = new ConcurrentSkipListMap<>();
    private final ScheduledThreadPoolExecutor upkeep = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "feature-libraries");
        made.setDaemon(true);
        return made;
    });

    /** @param root is made where it is not there */
    public FeatureLibraries(Path root, Clock clock, LibraryWatch watch) {
        this.root = root;
        this.clock = clock;
        this.watch = watch;
        upkeep.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        try {
            for (Path folder : LibraryFiles.folders(root)) {
                load(folder);
            }
        } catch (IOException failed) {
            LOG.error("The libraries in {} cannot be read", root, failed);
        }
        upkeep.scheduleWithFixedDelay(this::expire, EXPIRE_MINUTES, EXPIRE_MINUTES, TimeUnit.MINUTES);
    }

    private void load(Path folder) {
        try {
            LibrarySpec spec = LibraryFiles.read(folder);
            libraries.put(spec.name(), new FeatureLibrary(spec, LibraryFiles.index(folder), clock, watch));
        } catch (IOException | SluiceException damaged) {
            LOG.error("The library in {} cannot be read and is left as it is", folder, damaged);
            watch.unusable(folder.getFileName().toString(), String.valueOf(damaged.getMessage()));
        }
    }

    public List<FeatureLibrary> all() {
        return List.copyOf(libraries.values());
    }

    public Optional<FeatureLibrary> find(String name) {
        return Optional.ofNullable(libraries.get(name));
    }

    /** @throws NotFoundException when there is none */
    public FeatureLibrary require(String name) {
        return find(name).orElseThrow(() -> new NotFoundException("feature.library.unknown", "There is no library " + name + "."));
    }

    /**
     * Makes a library. When this returns it survives a loss of power.
     *
     * @throws RejectedException when there is one of that name
     * @throws UnavailableException when it cannot be kept
     */
    public synchronized FeatureLibrary create(LibrarySpec spec) {
        Path folder = root.resolve(spec.name());
        if (libraries.containsKey(spec.name()) || Files.exists(folder)) {
            throw new RejectedException("feature.library.exists", "There is a library " + spec.name() + " already.",
                    "Remove it first, or take another name.", null);
        }
        try {
            LibraryFiles.write(folder, spec);
        } catch (IOException failed) {
            throw unavailable(spec.name(), failed);
        }
        FeatureLibrary library = new FeatureLibrary(spec, LibraryFiles.index(folder), clock, watch);
        libraries.put(spec.name(), library);
        return library;
    }

    /**
     * Removes a library with all its entries.
     *
     * @throws NotFoundException when there is none
     */
    public synchronized void remove(String name) {
        require(name).close();
        libraries.remove(name);
        watch.gone(name);
        try {
            LibraryFiles.remove(root.resolve(name));
        } catch (IOException failed) {
            throw unavailable(name, failed);
        }
    }

    /** Begins to compact a library, when those before are done. */
    public void compact(String name) {
        FeatureLibrary library = require(name);
        upkeep.execute(() -> {
            try {
                library.compact();
            } catch (SluiceException failed) {
                LOG.warn("The library {} was not compacted", name, failed);
            }
        });
    }

    private void expire() {
        for (FeatureLibrary library : all()) {
            try {
                library.expire();
            } catch (SluiceException failed) {
                LOG.warn("Old entries of the library {} stay for now", library.spec().name(), failed);
            }
        }
    }

    @Override
    public void close() {
        upkeep.shutdown();
        all().forEach(FeatureLibrary::close);
        try {
            // Compacting ends with an error once its library is closed.
            if (!upkeep.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Compacting did not end in time");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static UnavailableException unavailable(String name, IOException cause) {
        return new UnavailableException("feature.library.unavailable", "The library " + name + " cannot be used: " + cause.getMessage(),
                "See whether the disk has room and can be written to.", cause);
    }
}
