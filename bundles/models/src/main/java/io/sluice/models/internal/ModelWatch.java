package io.sluice.models.internal;

import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the model folders twice a second. Polling costs a few system calls and works on every file system, network
 * shares included; change notifications do not. What is complete at start is known before the service is.
 */
@Component(name = ModelWatch.PID, service = ModelRepository.class, immediate = true)
@Designate(ocd = ModelsConfig.class)
public final class ModelWatch implements ModelRepository {

    static final String PID = "io.sluice.models";

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    private static final long PERIOD_MILLIS = 500;

    private final StatusReports statuses;
    private final ModelEvents events;
    private final ModelCatalog catalog;
    private final ScheduledExecutorService watcher;

    @Activate
    public ModelWatch(BundleContext context, ModelsConfig config) {
        statuses = new StatusReports(context);
        events = new ModelEvents(context);
        catalog = new ModelCatalog(directories(context, config), statuses, events);
        look();
        watcher = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "models"));
        watcher.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() throws InterruptedException {
        watcher.shutdownNow();
        watcher.awaitTermination(10, TimeUnit.SECONDS);
        events.close();
        statuses.close();
    }

    @Override
    public List<AlgorithmDescriptor> list() {
        return catalog.list();
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id) {
        return catalog.find(id);
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id, String version) {
        return catalog.find(id).filter(algorithm -> algorithm.version().equals(version));
    }

    private void look() {
        try {
            catalog.look();
        } catch (RuntimeException error) {
            LOG.error("Looking for models failed; trying again", error);
        }
    }

    private static List<Path> directories(BundleContext context, ModelsConfig config) {
        List<Path> directories = new ArrayList<>();
        String data = context.getProperty("sluice.data");
        if (data != null) {
            directories.add(Path.of(data, "models"));
            create(directories.get(0));
        }
        for (String directory : config.directories()) {
            if (!directory.isBlank()) {
                directories.add(Path.of(directory));
            }
        }
        String home = context.getProperty("sluice.home");
        if (home != null) {
            directories.add(Path.of(home, "models"));
        }
        return directories;
    }

    /** So that people find where models go. */
    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException error) {
            LOG.warn("Cannot create {}: {}", directory, error.toString());
        }
    }
}
