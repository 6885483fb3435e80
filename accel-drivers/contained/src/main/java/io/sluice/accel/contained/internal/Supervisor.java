package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.StatusFrames;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one driver's process running and offers its devices as services. When the process ends, runs in flight and sessions
 * end with {@link Death#CRASHED}, and the services go; the next process's services are new ones. Who follows services, as
 * everybody must, loads again and goes on. All decisions are taken on one thread.
 */
final class Supervisor implements AutoCloseable {

    static final String NAME_ANOTHER = "Name another driver in the configuration, or install it.";

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration DEVICE_PATIENCE = Duration.ofSeconds(30);

    private final BundleContext context;
    private final Settings settings;
    private final Reports reports;
    private final Culprits culprits;
    private final ScheduledExecutorService thread = executor("contained-supervisor");
    private final ScheduledExecutorService watch = executor("contained-watch");
    private final Map<String, Offer> offers = new LinkedHashMap<>();
    private Optional<Supplier<Launch>> launches = Optional.empty();
    private Optional<Child> child = Optional.empty();
    private Optional<Link> devices = Optional.empty();
    private int failures;

    private record Offer(RemoteAccelerator accelerator, ServiceRegistration<Accelerator> registration) {}

    Supervisor(BundleContext context, Settings settings, Reports reports) {
        this.context = context;
        this.settings = settings;
        this.reports = reports;
        culprits = new Culprits(settings.crashes(), settings.quarantine(), System::nanoTime);
        long period = Math.max(20, Math.min(1000, settings.runLimit().toMillis() / 10));
        watch.scheduleWithFixedDelay(this::lookForHangs, period, period, TimeUnit.MILLISECONDS);
    }

    /** From now on there is to be a process. @param what it consists of, asked anew for each */
    void run(Supplier<Launch> what) {
        later(() -> {
            launches = Optional.of(what);
            failures = 0;
            if (child.isEmpty()) {
                begin();
            }
        });
    }

    /** Starts the process anew, with what has changed meanwhile. */
    void restart() {
        later(() -> {
            if (launches.isPresent()) {
                end();
                begin();
            }
        });
    }

    /** From now on there is to be none. */
    void halt() {
        later(() -> {
            launches = Optional.empty();
            end();
        });
    }

    /** Withdraws the services and ends the process; returns once it is gone. */
    @Override
    public void close() {
        CountDownLatch halted = new CountDownLatch(1);
        halt();
        later(halted::countDown);
        try {
            if (!thread.isShutdown() && !halted.await(settings.runLimit().toSeconds() + 20, TimeUnit.SECONDS)) {
                LOG.warn("The process of {} does not end", settings.driver());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        watch.shutdownNow();
    }

    /** The process of the moment; for tests and for people. */
    synchronized Optional<Child> child() {
        return child;
    }

    private synchronized void child(Optional<Child> other) {
        child = other;
    }

    private void begin() {
        if (launches.isEmpty() || child.isPresent()) {
            return;
        }
        try {
            Child fresh = Child.start(settings, launches.get().get());
            child(Optional.of(fresh));
            Link link = fresh.connect();
            devices = Optional.of(link);
            link.begin(Wire.DEVICES);
            link.send();
            follow(fresh, link);
            followStatuses(fresh);
            fresh.onExit().thenRun(() -> later(() -> ended(fresh)));
            LOG.info("The driver {} runs in process {}", settings.driver(), fresh.pid());
            thread.schedule(() -> complain(fresh), DEVICE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (UnavailableException failed) {
            reports.crashed(failed);
            end();
            again();
        } catch (IOException gone) {
            reports.crashed(child.orElseThrow().failure(gone));
            end();
            again();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what devices there are, on a thread that ends with the process. */
    private void follow(Child of, Link link) {
        Thread reader = new Thread(() -> {
            try {
                while (true) {
                    ByteBuffer frame = link.receive();
                    frame.get();
                    Map<String, AcceleratorInfo> present = new LinkedHashMap<>();
                    for (int left = frame.getShort(); left > 0; left--) {
                        present.put(Link.getText(frame), Wire.getInfo(frame));
                    }
                    later(() -> offer(of, present));
                }
            } catch (IOException ended) {
                LOG.debug("The process of {} tells no more", settings.driver());
            }
        }, "contained-devices");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads what the driver says of itself, on a thread that ends with the process. */
    private void followStatuses(Child of) throws IOException {
        Link link = of.connect();
        link.begin(Wire.STATUSES);
        link.send();
        Thread reader = new Thread(() -> {
            try (link) {
                while (true) {
                    ByteBuffer frame = link.receive();
                    frame.get();
                    List<Status> statuses = StatusFrames.get(frame);
                    later(() -> {
                        if (child.filter(of::equals).isPresent()) {
                            reports.told(statuses);
                        }
                    });
                }
            } catch (IOException ended) {
                LOG.debug("The process of {} says no more of itself", settings.driver());
            }
        }, "contained-statuses");
        reader.setDaemon(true);
        reader.start();
    }

    private void offer(Child from, Map<String, AcceleratorInfo> present) {
        if (child.filter(from::equals).isEmpty()) {
            return;
        }
        Set.copyOf(offers.keySet()).stream().filter(id -> !present.containsKey(id)).forEach(id -> {
            withdraw(id);
            reports.gone(id);
        });
        present.forEach((id, info) -> {
            if (!offers.containsKey(id)) {
                try {
                    RemoteAccelerator accelerator = new RemoteAccelerator(id, info, from, settings, culprits,
                            () -> later(() -> release(from, id)));
                    reports.ready(id, info, culprits.quarantined(), culprits.nextChance());
                    offers.put(id, new Offer(accelerator, context.registerService(Accelerator.class, accelerator,
                            new Hashtable<>(Map.of(Accelerator.ID, id)))));
                } catch (UnavailableException died) {
                    LOG.debug("The process ended before {} was offered", id);
                }
            }
        });
    }

    /** Models that crashed shall have another chance, and what the driver itself refuses. */
    private void release(Child from, String id) {
        culprits.release();
        tellReady();
        try (Link link = from.connect()) {
            Link.putText(link.begin(Wire.RELEASE), id);
            link.send();
        } catch (UnavailableException | IOException gone) {
            LOG.debug("The process of {} ended, and with it what it refused", settings.driver(), gone);
        }
    }

    private void tellReady() {
        offers.forEach((id, offer) ->
                reports.ready(id, offer.accelerator().info(), culprits.quarantined(), culprits.nextChance()));
    }

    /** Once its time is over a model is tried again by who wants it; people are told so. */
    private void tellOfNextChance() {
        culprits.nextChanceIn().ifPresent(wait -> thread.schedule(() -> {
            tellReady();
            tellOfNextChance();
        }, wait.toMillis() + 1, TimeUnit.MILLISECONDS));
    }

    /** The process is there and has no device. */
    private void complain(Child about) {
        if (child.filter(about::equals).isPresent() && offers.isEmpty()) {
            reports.noDevice();
        }
    }

    private void ended(Child gone) {
        if (child.filter(gone::equals).isEmpty()) {
            return;
        }
        Death death = gone.die();
        boolean none = culprits.quarantined().isEmpty();
        culprits.crashed(death.suspects());
        if (none) {
            tellOfNextChance();
        }
        if (gone.hasWorked()) {
            failures = 0;
        }
        LOG.warn("{}", death.message());
        reports.crashed(death.exception());
        end();
        again();
    }

    private void again() {
        long delay = Math.min(settings.mostDelay().toMillis(), settings.firstDelay().toMillis() << Math.min(failures, 20));
        failures++;
        thread.schedule(this::begin, delay, TimeUnit.MILLISECONDS);
    }

    private void end() {
        reports.told(List.of());
        Set.copyOf(offers.keySet()).forEach(this::withdraw);
        // By this the process knows that it is to end, and does so in order.
        devices.ifPresent(Link::close);
        child.ifPresent(Child::close);
        devices = Optional.empty();
        child(Optional.empty());
    }

    private void withdraw(String id) {
        Offer offer = offers.remove(id);
        try {
            offer.registration().unregister();
        } catch (IllegalStateException stopped) {
            // The framework unregisters for a bundle that stops.
        }
        offer.accelerator().close();
    }

    private void lookForHangs() {
        child().ifPresent(Child::killIfHung);
    }

    private void later(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException failed) {
                    LOG.warn("Containing {} failed", settings.driver(), failed);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("{} is closing already", settings.driver());
        }
    }

    private static ScheduledExecutorService executor(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread worker = new Thread(task, name);
            worker.setDaemon(true);
            return worker;
        });
    }
}
