package io.sluice.models.internal.sync;

import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
 * Compares this gateway's packages with those of another one again and again, and exchanges what is missing. The other one needs
 * no configuration: it is asked, and may itself ask one above it.
 */
@Component(name = ModelSync.PID, service = {}, immediate = true)
@Designate(ocd = SyncConfig.class)
public final class ModelSync {

    static final String PID = "io.sluice.models.sync";

    private static final Logger LOG = LoggerFactory.getLogger(ModelSync.class);
    private static final Subject SUBJECT = new Subject(Subject.GATEWAY, "model-sync");

    private final StatusReports statuses;
    private final SyncConfig config;
    private final Optional<RemoteRepository> remote;
    private final Path hadFile;
    private final Set<String> refused = new HashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "model-sync");

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AlgorithmStore store;

    @Activate
    public ModelSync(BundleContext context, SyncConfig config) {
        this.config = config;
        String address = config.url().strip();
        this.remote = address.isEmpty() ? Optional.empty() : Optional.of(new RemoteRepository(address));
        this.statuses = new StatusReports(context);
        String data = context.getProperty("sluice.data");
        this.hadFile = Path.of(data == null ? "" : data, "algorithms", "synchronised");
        if (remote.isPresent()) {
            thread.start();
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopped.countDown();
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(10));
        remote.ifPresent(RemoteRepository::close);
        statuses.close();
    }

    private void run() {
        try {
            do {
                AlgorithmStore present = store;
                if (present != null) {
                    exchange(present, remote.orElseThrow());
                }
            } while (!stopped.await(
                    store == null ? 1 : Math.max(1, config.period_seconds()), TimeUnit.SECONDS));
        } catch (InterruptedException stopping) {
            LOG.debug("Stopped while exchanging");
        }
    }

    private void exchange(AlgorithmStore present, RemoteRepository other) throws InterruptedException {
        try {
            List<String> faults = new Exchange(
                    present, other, config, new HadPackages(hadFile), this::pause,
                    refused).run();
            if (faults.isEmpty() && refused.isEmpty()) {
                statuses.report(
                        SUBJECT, Health.OK, "models.sync.done", "The packages here and at " + config.url() + " are compared.",
                        "", Map.of("address", config.url()));
            } else if (!faults.isEmpty()) {
                report("models.sync.incomplete", "Some packages could not be exchanged with " + config.url() + ": "
                        + String.join(" ", faults), "See why; those that were refused are tried again after a restart.");
            }
        } catch (IOException error) {
            report("models.sync.unreachable", "The repository at " + config.url() + " cannot be asked: " + error + ".",
                    "See that it runs and that its address is right; it is asked again and again.");
        } catch (RuntimeException error) {
            LOG.error("Exchanging packages failed", error);
            report("models.sync.failed", "Exchanging packages with " + config.url() + " failed: " + error + ".",
                    "Correct the configuration " + PID + ", or see the gateway's log.");
        }
    }

    private void report(String code, String message, String remedy) {
        statuses.report(
                SUBJECT, Health.DEGRADED, code, message, remedy, Map.of("message", message, "remedy", remedy));
    }

    private void pause(long millis) throws InterruptedException {
        if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("stopped");
        }
    }
}
