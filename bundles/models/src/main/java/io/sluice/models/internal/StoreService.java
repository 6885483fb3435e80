package io.sluice.models.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.PeerGate;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.models.internal.peer.PeerGuard;
import io.sluice.models.internal.peer.PeerIdentity;
import io.sluice.models.internal.store.Announcer;
import io.sluice.models.internal.store.Condition;
import io.sluice.models.internal.store.OpenStore;
import io.sluice.models.internal.store.PackageDrop;
import io.sluice.models.internal.store.PendingTrials;
import io.sluice.models.internal.store.StoreFaults;
import io.sluice.models.internal.store.StoreOptions;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store, tries again while its disk is away, and offers it as a service while it is open. Imports what is dropped into the
 * models' folder on a thread of its own, since a test on a device takes its time.
 */
final class StoreService implements AutoCloseable {

    /** Within the data folder. */
    static final String DROP = "models";

    private static final Logger LOG = LoggerFactory.getLogger(StoreService.class);
    private static final Subject STORE = new Subject(Subject.GATEWAY, "model-store");
    /** Devices may come a moment after the models when the gateway starts. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final BundleContext context;
    private final StoreOptions options;
    private final Path drop;
    private final Path peers;
    private final boolean openOnLoopback;
    private final Duration window;
    private final Path publicKey;
    private final Supplier<List<Accelerator>> accelerators;
    private final Supplier<Optional<PictureTrial>> trial;
    private final Announcer announcer;
    private final StatusReports statuses;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService importer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "model-import"));
    private volatile Optional<OpenStore> opened = Optional.empty();
    private Optional<PackageDrop> dropped = Optional.empty();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    StoreService(
            BundleContext context, ModelsConfig config, Path data, Supplier<List<Accelerator>> accelerators,
            Supplier<Optional<PictureTrial>> trial, Announcer announcer, StatusReports statuses) {
        this.context = context;
        this.options = options(config, data);
        this.drop = data.resolve(DROP);
        this.peers = path(config.peer_keys(), data.resolve("etc/peers"));
        this.openOnLoopback = config.open_on_loopback();
        this.window = Duration.ofSeconds(Math.min(600, Math.max(5, config.clock_window_seconds())));
        this.publicKey = data.resolve("identity/gateway.pem");
        this.accelerators = accelerators;
        this.trial = trial;
        this.announcer = announcer;
        this.statuses = statuses;
    }

    Optional<OpenStore> opened() {
        return opened;
    }

    /** Opens it if it is not, and says how it is. */
    synchronized void look() {
        if (opened.isEmpty()) {
            open();
        }
        opened.ifPresent(store -> {
            Condition now = store.versions().condition();
            statuses.report(STORE, now.health(), now.code(), now.message(), now.remedy(), now.details());
        });
    }

    private void open() {
        try {
            OpenStore store = OpenStore.open(options, accelerators, trial, Clock.systemUTC(), System::nanoTime, this::changed);
            opened = Optional.of(store);
            dropped = Optional.of(new PackageDrop(drop, store.algorithms(), statuses));
            PeerIdentity identity = new PeerIdentity(
                    () -> store.versions().secret(PeerIdentity.PURPOSE), peers, options.trusted(), openOnLoopback);
            publish(store, identity);
            registrations.add(context.registerService(PeerIdentity.class, identity, null));
            registrations.add(context.registerService(
                    PeerGate.class, new PeerGuard(identity, Clock.systemUTC(), window), null));
            registrations.add(context.registerService(AlgorithmStore.class, store.algorithms(), null));
        } catch (IOException error) {
            LOG.debug("The store of models cannot be opened", error);
            UnavailableException fault = StoreFaults.of(error);
            statuses.report(
                    STORE, Health.DEGRADED, fault.code(), fault.getMessage(), fault.remedy(),
                    Map.of("message", fault.getMessage(), "remedy", fault.remedy()));
        }
    }

    /** For people to pin at other gateways. */
    private void publish(OpenStore store, PeerIdentity identity) throws IOException {
        if (store.versions().secret(PeerIdentity.PURPOSE).isPresent()) {
            String pem = identity.own().publicPem();
            Files.createDirectories(publicKey.getParent());
            if (!Files.exists(publicKey) || !Files.readString(publicKey).equals(pem)) {
                Files.writeString(publicKey, pem);
            }
        }
    }

    void watch(long periodMillis) {
        importer.scheduleWithFixedDelay(this::importDropped, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        importer.shutdownNow();
        importer.awaitTermination(10, TimeUnit.SECONDS);
        synchronized (this) {
            try {
                registrations.forEach(ServiceRegistration::unregister);
            } catch (IllegalStateException alreadyGone) {
                // The framework unregisters for a bundle that stops.
            }
        }
    }

    private void changed() {
        opened.ifPresent(store -> announcer.look(store.versions()));
    }

    private void importDropped() {
        try {
            Optional<PackageDrop> present;
            synchronized (this) {
                present = dropped;
            }
            if (!accelerators.get().isEmpty() || System.nanoTime() - start > PATIENCE_NANOS) {
                present.ifPresent(PackageDrop::look);
            }
            opened.map(OpenStore::trials).ifPresent(PendingTrials::look);
        } catch (RuntimeException error) {
            LOG.error("Importing packages failed; trying again", error);
        }
    }

    private static StoreOptions options(ModelsConfig config, Path data) {
        return new StoreOptions(
                data.resolve("algorithms"), path(config.key_file(), data.resolve("identity/gateway.key")),
                path(config.trusted_keys(), data.resolve("etc/trusted")), config.signatures(), config.cipher(),
                config.gateway_id().strip(), Math.max(1, config.keep_versions()),
                Math.max(1, config.most_megabytes()) * 1_000_000L, Duration.ofSeconds(Math.max(1, config.test_seconds())));
    }

    private static Path path(String configured, Path fallback) {
        return configured.isBlank() ? fallback : Path.of(configured.strip());
    }
}
