package io.sluice.models.internal.sync;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.PackageExchange;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.models.internal.peer.PeerIdentity;
import io.sluice.models.internal.peer.PeerLink;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
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
 * Compares this gateway's packages with those of another one again and again, and exchanges what is missing. The other one is
 * asked, and may itself ask one above it; both prove who they are by their keys.
 */
@Component(name = ModelSync.PID, immediate = true)
@Designate(ocd = SyncConfig.class)
public final class ModelSync implements PackageExchange {

    static final String PID = "io.sluice.models.sync";

    private static final Logger LOG = LoggerFactory.getLogger(ModelSync.class);
    private static final Subject SUBJECT = new Subject(Subject.GATEWAY, "model-sync");

    private final StatusReports statuses;
    private final SyncConfig config;
    private final String address;
    private final Optional<RemoteRepository> remote;
    private final Path hadFile;
    private final Refusals refused = new Refusals(Clock.systemUTC(), this::conditions);
    private final List<Accelerator> accelerators = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "model-sync");

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AlgorithmStore store;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PeerIdentity identity;

    @Activate
    public ModelSync(BundleContext context, SyncConfig config) {
        this.config = config;
        this.address = config.url().strip();
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

    /** What was refused for want of a device may be taken with it. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAccelerator(Accelerator accelerator) {
        accelerators.add(accelerator);
    }

    void unbindAccelerator(Accelerator accelerator) {
        accelerators.remove(accelerator);
    }

    @Override
    public void tryAgain() {
        refused.tryAgain();
        wanted.release();
    }

    private void run() {
        try {
            do {
                AlgorithmStore present = store;
                PeerIdentity own = identity;
                boolean ready = present != null && own != null;
                if (ready) {
                    exchange(present, own);
                }
                wanted.tryAcquire(ready ? Math.max(1, config.period_seconds()) : 1, TimeUnit.SECONDS);
                wanted.drainPermits();
            } while (stopped.getCount() > 0);
        } catch (InterruptedException stopping) {
            LOG.debug("Stopped while exchanging");
        }
    }

    private void exchange(AlgorithmStore present, PeerIdentity own) throws InterruptedException {
        try {
            RemoteRepository other = remote.orElseThrow();
            other.prove(link(own));
            List<String> faults = new Exchange(
                    present, other, config, new HadPackages(hadFile), this::pause, refused).run();
            tell(faults);
        } catch (PeerLink.Unproven | RemoteRepository.NotBelieved stranger) {
            report("models.sync.unproven", "This gateway and the one at " + address + " cannot prove themselves to each other: "
                    + stranger.getMessage() + ".", "Pin each one's identity/gateway.pem at the other, and set their clocks.");
        } catch (IOException error) {
            report("models.sync.unreachable", "The repository at " + address + " cannot be asked: " + error + ".",
                    "See that it runs and that its address is right; it is asked again and again.");
        } catch (SluiceException error) {
            report("models.sync.unproven", error.getMessage(), error.remedy());
        } catch (RuntimeException error) {
            LOG.error("Exchanging packages failed", error);
            report("models.sync.failed", "Exchanging packages with " + address + " failed: " + error + ".",
                    "Correct the configuration " + PID + ", or see the gateway's log.");
        }
    }

    private Optional<PeerLink> link(PeerIdentity own) throws IOException {
        String peer = config.peer().strip();
        if (!peer.isEmpty()) {
            return Optional.of(new PeerLink(own.own(), own.byName(peer), Clock.systemUTC()));
        }
        boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(URI.create(address).getHost()));
        if (!here || !own.openOnLoopback()) {
            throw new RemoteRepository.NotBelieved("no key is pinned for it in the configuration " + PID + " (peer)");
        }
        return Optional.empty();
    }

    private void tell(List<String> faults) {
        List<String> waiting = refused.describe();
        if (faults.isEmpty() && waiting.isEmpty()) {
            statuses.report(
                    SUBJECT, Health.OK, "models.sync.done", "The packages here and at " + address + " are compared.",
                    "", Map.of("address", address));
        } else if (faults.isEmpty()) {
            report("models.sync.refused", "Packages of " + address + " or for it were refused: " + String.join(" ", waiting),
                    "See why. They are tried again by themselves, sooner when a key or device comes, and at once by"
                            + " POST /api/model-exchange.");
        } else {
            List<String> all = new ArrayList<>(faults);
            all.addAll(waiting);
            report("models.sync.incomplete", "Some packages could not be exchanged with " + address + ": "
                    + String.join(" ", all), "See why; they are tried again and again.");
        }
    }

    private String conditions() {
        StringBuilder text = new StringBuilder();
        PeerIdentity own = identity;
        text.append(own == null ? "" : own.keys());
        accelerators.forEach(one -> text.append(' ').append(one.id()).append(System.identityHashCode(one)));
        return text.toString();
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
