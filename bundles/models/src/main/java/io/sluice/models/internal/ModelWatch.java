package io.sluice.models.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.models.internal.store.Announcer;
import io.sluice.models.internal.store.OpenStore;
import io.sluice.models.internal.store.VersionStore;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All algorithms of this gateway: the active versions of the store, then plain folders, which it looks at twice a second. Polling
 * costs a few system calls and works on every file system, network shares included; change notifications do not. What is
 * complete at start is known before the service is.
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
    private final Announcer announcer;
    private final List<Accelerator> accelerators = new CopyOnWriteArrayList<>();
    private final AtomicReference<PictureTrial> trial = new AtomicReference<>();
    private final Optional<StoreService> store;
    private final ScheduledExecutorService watcher;

    @Activate
    public ModelWatch(BundleContext context, ModelsConfig config) {
        statuses = new StatusReports(context);
        events = new ModelEvents(context);
        announcer = new Announcer(statuses, events);
        catalog = new ModelCatalog(directories(context, config), statuses, events);
        Optional<Path> data = Optional.ofNullable(context.getProperty("sluice.data")).map(Path::of);
        store = data.map(folder -> new StoreService(
                context, config, folder, () -> accelerators, () -> Optional.ofNullable(trial.get()), announcer, statuses));
        look();
        watcher = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "models"));
        watcher.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        store.ifPresent(service -> service.watch(PERIOD_MILLIS));
    }

    @Deactivate
    void stop() throws InterruptedException {
        watcher.shutdownNow();
        watcher.awaitTermination(10, TimeUnit.SECONDS);
        if (store.isPresent()) {
            store.get().close();
        }
        events.close();
        statuses.close();
    }

    /** For trying what is imported. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAccelerator(Accelerator accelerator) {
        accelerators.add(accelerator);
    }

    void unbindAccelerator(Accelerator accelerator) {
        accelerators.remove(accelerator);
    }

    /** For trying what is imported on pictures. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTrial(PictureTrial present) {
        trial.set(present);
    }

    void unbindTrial(PictureTrial former) {
        trial.compareAndSet(former, null);
    }

    @Override
    public List<AlgorithmDescriptor> list() {
        Map<String, AlgorithmDescriptor> all = new TreeMap<>();
        catalog.list().forEach(algorithm -> all.put(algorithm.id(), algorithm));
        versions().ifPresent(versions -> versions.claimed().forEach(id -> {
            all.remove(id);
            versions.usable(id).ifPresent(algorithm -> all.put(id, algorithm));
        }));
        return List.copyOf(all.values());
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id) {
        Optional<VersionStore> versions = versions().filter(all -> all.claims(id));
        return versions.isPresent() ? versions.get().usable(id) : catalog.find(id);
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id, String version) {
        Optional<AlgorithmDescriptor> imported = versions().flatMap(versions -> versions.usable(id, version));
        boolean claimed = versions().filter(versions -> versions.claims(id)).isPresent();
        return imported.isPresent() || claimed
                ? imported : catalog.find(id).filter(algorithm -> algorithm.version().equals(version));
    }

    private Optional<VersionStore> versions() {
        return store.flatMap(StoreService::opened).map(OpenStore::versions);
    }

    private void look() {
        try {
            store.ifPresent(StoreService::look);
            catalog.look(versions().map(versions -> Set.copyOf(versions.claimed())).orElse(Set.of()));
            versions().ifPresent(announcer::look);
        } catch (RuntimeException error) {
            LOG.error("Looking for models failed; trying again", error);
        }
    }

    private static List<Path> directories(BundleContext context, ModelsConfig config) {
        List<Path> directories = new ArrayList<>();
        String data = context.getProperty("sluice.data");
        if (data != null) {
            Path own = Path.of(data, StoreService.DROP);
            create(own);
            if (config.plain_folders()) {
                directories.add(own);
            }
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
