package io.sluice.accel.nativelib;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * Offers a driver's devices as services while they are there: looks for the library and its devices now and then, withdraws
 * a device that went or stopped answering, and takes it back when it is there again. All of it on a thread of its own, for
 * vendors' libraries take their time.
 */
public final class DriverHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriverHost.class);

    private final BundleContext context;
    private final String name;
    private final boolean demanded;
    private final Supplier<NativeDriver> loader;
    private final StatusReports statuses;
    private final ScheduledExecutorService thread;
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();
    private final Set<String> failing = new HashSet<>();
    private final Patience patience = new Patience();
    private volatile NativeDriver driver;
    private volatile boolean closed;

    private record Offer(HostedAccelerator accelerator, ServiceRegistration<Accelerator> registration) {}

    /**
     * @param name of the driver, in statuses and for its thread
     * @param demanded whether somebody configured it: then it is a fault that there is no library or no device
     * @param loader loads the library; called again as long as it throws {@link UnavailableException}
     * @param period between looks
     */
    public DriverHost(
            BundleContext context, String name, boolean demanded, Supplier<NativeDriver> loader, Duration period) {
        this.context = context;
        this.name = name;
        this.demanded = demanded;
        this.loader = loader;
        statuses = new StatusReports(context);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread looking = new Thread(task, "accelerator-" + name);
            looking.setDaemon(true);
            return looking;
        });
        thread.scheduleWithFixedDelay(this::lookSafely, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Withdraws all devices and gives the library back; runs in flight end by themselves. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        boolean returned = awaitReturn();
        Set.copyOf(offers.keySet()).forEach(this::withdraw);
        if (returned && driver != null) {
            driver.close();
        }
        statuses.close();
    }

    /** A library that hangs must not hold up the gateway; what it has stays as it is. */
    private boolean awaitReturn() {
        try {
            if (thread.awaitTermination(10, TimeUnit.SECONDS)) {
                return true;
            }
            LOG.warn("The library of {} does not return; it is left behind", name);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** A periodic task that throws would be its last. */
    private void lookSafely() {
        try {
            look();
        } catch (SluiceException failed) {
            demand(Health.FAILED, failed.code(), failed.getMessage(), failed.remedy());
        } catch (RuntimeException | LinkageError error) {
            LOG.warn("Looking for devices of {} failed", name, error);
        }
    }

    private void look() {
        if (driver == null) {
            driver = loader.get();
        }
        Set<String> present = presentOrGone();
        Set.copyOf(offers.keySet()).stream().filter(device -> !present.contains(device)).forEach(this::vanished);
        offers.keySet().forEach(patience::serves);
        present.stream()
                .filter(device -> !offers.containsKey(device) && patience.isOver(device))
                .forEach(this::offer);
        Set.copyOf(failing).stream().filter(device -> !present.contains(device)).forEach(device -> {
            failing.remove(device);
            statuses.gone(subject(device));
        });
        if (present.isEmpty()) {
            demand(Health.FAILED, "accelerator.device.missing", driver.runtime() + " finds no device.",
                    "See whether the kernel's driver is loaded and the gateway's user may open the device.");
        } else {
            statuses.gone(subject(name));
        }
    }

    private Set<String> presentOrGone() {
        try {
            return driver.present();
        } catch (UnavailableException gone) {
            LOG.warn("The library of {} is given up: {}", name, gone.getMessage());
            Set.copyOf(offers.keySet()).forEach(device -> report(withdraw(device), gone));
            driver.close();
            driver = null;
            throw gone;
        }
    }

    private void offer(String device) {
        try {
            HostedAccelerator accelerator = driver.open(device);
            if (closed) {
                accelerator.close();
                return;
            }
            accelerator.onLost(lost -> later(() -> lost(device, accelerator, lost)));
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(Accelerator.ID, accelerator.id());
            offers.put(device, new Offer(accelerator,
                    context.registerService(Accelerator.class, accelerator, properties)));
            failing.remove(device);
            if (!accelerator.id().equals(device)) {
                statuses.gone(subject(device));
            }
            accelerator.onChange(() -> later(() -> tell(device, accelerator)));
            tell(device, accelerator);
            LOG.info("{} runs models on {} as {}", driver.runtime(), nameOf(accelerator.info()), accelerator.id());
        } catch (UnavailableException failed) {
            if (failing.add(device)) {
                LOG.warn("The device {} of {} cannot be used: {}", device, name, failed.getMessage());
            }
            report(device, failed);
        }
    }

    /** Unless it was withdrawn meanwhile. */
    private void tell(String device, HostedAccelerator accelerator) {
        Offer offer = offers.get(device);
        if (offer == null || offer.accelerator() != accelerator) {
            return;
        }
        String chip = nameOf(accelerator.info());
        Condition condition = accelerator.condition().orElseGet(() -> new Condition(Health.OK, "accelerator.ready",
                driver.runtime() + " runs models on " + chip + ".", "",
                Map.of("runtime", driver.runtime(), "device", chip)));
        statuses.report(subject(accelerator.id()), condition.health(), condition.code(), condition.message(),
                condition.remedy(), condition.details());
    }

    private void vanished(String device) {
        LOG.warn("The device {} of {} has gone", device, name);
        patience.forget(device);
        report(withdraw(device), Failures.deviceVanished(device));
    }

    /** It may still be listed: it is tried again at a later look, not before. */
    private void lost(String device, HostedAccelerator accelerator, UnavailableException lost) {
        Offer offer = offers.get(device);
        if (offer != null && offer.accelerator() == accelerator) {
            LOG.warn("The device {} of {} is withdrawn: {}", device, name, lost.getMessage());
            patience.lost(device);
            report(withdraw(device), lost);
        }
    }

    /** @return the accelerator's id */
    private String withdraw(String device) {
        Offer offer = offers.remove(device);
        try {
            offer.registration().unregister();
        } catch (IllegalStateException stopped) {
            // The framework unregisters for a bundle that stops.
        }
        offer.accelerator().close();
        return offer.accelerator().id();
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closing) {
            LOG.debug("{} is closing already", name);
        }
    }

    private void report(String device, UnavailableException failed) {
        statuses.report(subject(device), Health.FAILED, failed.code(), failed.getMessage(), failed.remedy(),
                Map.of("message", failed.getMessage()));
    }

    /** Most gateways lack most chips: that is no fault unless somebody asked for one. */
    private void demand(Health health, String code, String message, String remedy) {
        if (demanded) {
            statuses.report(subject(name), health, code, message, remedy, Map.of("message", message));
        } else {
            LOG.debug("{}: {}", name, message);
        }
    }

    /** Some chips have their maker's name in theirs. */
    private static String nameOf(AcceleratorInfo info) {
        return info.chip().startsWith(info.vendor()) ? info.chip() : info.vendor() + " " + info.chip();
    }

    private static Subject subject(String id) {
        return new Subject(Subject.ACCELERATOR, id);
    }
}
