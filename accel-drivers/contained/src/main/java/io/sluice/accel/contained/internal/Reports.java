package io.sluice.accel.contained.internal;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people are told of a contained driver: each of its devices has a status, across its processes; the driver itself has
 * one only until the first device is there. What the driver says of itself is told as it says it for as long as its process
 * lives, and comes before ours while it is not well. Called by one thread at a time.
 */
final class Reports {

    private final StatusReports statuses;
    private final String driver;
    private final Set<String> devices = new LinkedHashSet<>();
    /** What we know ourselves, by subject. */
    private final Map<Subject, Runnable> own = new HashMap<>();
    /** What the driver says, by subject. */
    private final Map<Subject, Status> told = new LinkedHashMap<>();

    Reports(StatusReports statuses, String driver) {
        this.statuses = statuses;
        this.driver = driver;
    }

    void missing(String message) {
        report(subject(driver), Health.FAILED, "accelerator.contained.driver_missing", message, Supervisor.NAME_ANOTHER,
                Map.of("driver", driver, "message", message));
    }

    void starting() {
        report(subject(driver), Health.UNKNOWN, "accelerator.contained.starting",
                "The driver " + driver + " starts in a process of its own.", "", Map.of("driver", driver));
    }

    /** Unless the driver itself says what is the matter, which it knows better. */
    void noDevice() {
        if (told.values().stream().anyMatch(Reports::unwell)) {
            withdraw(subject(driver));
            return;
        }
        String message = "The driver " + driver + " finds no device.";
        report(subject(driver), Health.FAILED, "accelerator.device.missing", message,
                "See whether the kernel's driver is loaded and the gateway's user may open the device.",
                Map.of("message", message));
    }

    /** @param nextChance when the first of the models in quarantine is tried again */
    void ready(String id, AcceleratorInfo info, List<String> quarantined, Optional<Instant> nextChance) {
        devices.add(id);
        withdraw(subject(driver));
        if (quarantined.isEmpty() || nextChance.isEmpty()) {
            String device = info.vendor() + " " + info.chip();
            String runtime = info.driver() + " (process of its own)";
            report(subject(id), Health.OK, "accelerator.ready", runtime + " runs models on " + device + ".", "",
                    Map.of("runtime", runtime, "device", device));
            return;
        }
        String models = String.join(", ", quarantined);
        String message = "Not run until " + nextChance.get() + ", having crashed the driver again and again: " + models + ".";
        report(subject(id), Health.DEGRADED, Culprits.QUARANTINED, message, Culprits.REMEDY,
                Map.of("models", models, "until", nextChance.get().toString(), "message", message));
    }

    /** All its devices are away until its process is back. */
    void crashed(UnavailableException death) {
        Set<Subject> former = Set.copyOf(told.keySet());
        told.clear();
        for (String id : devices.isEmpty() ? List.of(driver) : List.copyOf(devices)) {
            report(subject(id), Health.DEGRADED, death.code(), death.getMessage(), death.remedy(),
                    Map.of("driver", driver, "message", death.getMessage()));
        }
        former.forEach(this::publish);
    }

    void gone(String id) {
        devices.remove(id);
        withdraw(subject(id));
    }

    /** @param now all that the driver says of itself; nothing when its process has ended */
    void told(List<Status> now) {
        Set<Subject> concerned = new LinkedHashSet<>(told.keySet());
        told.clear();
        now.forEach(status -> told.put(status.subject(), status));
        concerned.addAll(told.keySet());
        concerned.forEach(this::publish);
    }

    private void report(Subject subject, Health health, String code, String message, String remedy,
            Map<String, String> details) {
        own.put(subject, () -> statuses.report(subject, health, code, message, remedy, details));
        publish(subject);
    }

    private void withdraw(Subject subject) {
        own.remove(subject);
        publish(subject);
    }

    private void publish(Subject subject) {
        Optional<Status> said = Optional.ofNullable(told.get(subject));
        Optional<Runnable> known = Optional.ofNullable(own.get(subject));
        if (said.filter(status -> known.isEmpty() || unwell(status)).isPresent()) {
            Status status = said.get();
            statuses.report(subject, status.health(), status.code(), status.message(), status.remedy(), status.details());
        } else if (known.isPresent()) {
            known.get().run();
        } else {
            statuses.gone(subject);
        }
    }

    private static boolean unwell(Status status) {
        return status.health() == Health.FAILED || status.health() == Health.DEGRADED;
    }

    private static Subject subject(String id) {
        return new Subject(Subject.ACCELERATOR, id);
    }
}
