package io.sluice.resources.internal.clock;

import io.sluice.api.message.JsonObject;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the clock of this host and tells as the status {@code clock/host} whether it follows an external source. Corrects nothing: that is
 * the host's own work. Thread-safe.
 */
@Component(service = HostTime.class, immediate = true)
public final class HostTime {

    private static final Logger LOG = LoggerFactory.getLogger(HostTime.class);
    private static final Subject SUBJECT = new Subject("clock", "host");
    private static final int PERIOD_SECONDS = 60;

    private final StatusReports reports;
    private final ClockReader reader = new ClockReader(KernelClock::read);
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "host-clock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<HostClock> clock = Optional.empty();

    /** @param jna without which the kernel cannot be asked */
    @Activate
    public HostTime(BundleContext context, @Reference(target = "(native.name=jna)") NativeLibrary jna) {
        reports = new StatusReports(context);
        looking.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        looking.shutdownNow();
        reports.close();
    }

    /** As it was when last looked at; empty while nobody told. */
    public Optional<HostClock> clock() {
        return clock;
    }

    /** What does not change from minute to minute, for reports to other nodes. */
    public static JsonObject brief(HostClock clock) {
        return JsonObject.builder()
                .put("Source", clock.source())
                .put("Reference", clock.reference())
                .put("Synchronised", clock.synchronised() ? "1" : "0")
                .build();
    }

    private void look() {
        try {
            clock = reader.read();
            tell(reports, clock);
        } catch (RuntimeException | LinkageError error) {
            LOG.warn("The clock of the host cannot be looked at", error);
        }
    }

    static void tell(StatusReports reports, Optional<HostClock> clock) {
        if (clock.isEmpty()) {
            reports.report(SUBJECT, Health.UNKNOWN, "clock.unknown", "Nobody tells whether the clock of this host is right.",
                    "Have it kept by chrony, systemd-timesyncd, ntpd or PTP.");
            return;
        }
        Map<String, String> details = Map.of("source", clock.get().source());
        if (clock.get().synchronised()) {
            reports.report(SUBJECT, Health.OK, "clock.synchronised",
                    "The clock of this host follows an external source, by " + clock.get().source() + ".", "", details);
        } else {
            reports.report(SUBJECT, Health.DEGRADED, "clock.unsynchronised",
                    "The clock of this host follows no external source, says " + clock.get().source() + ".",
                    "Have it kept by chrony, systemd-timesyncd, ntpd or PTP, and check that its servers can be reached.", details);
        }
    }
}
