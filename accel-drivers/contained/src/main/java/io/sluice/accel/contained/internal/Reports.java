package io.sluice.accel.contained.internal;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people are told of a contained driver: each of its devices has a status, across its processes; the driver itself has
 * one only until the first device is there. Called by one thread at a time.
 */
final class Reports {

    private final StatusReports statuses;
    private final String driver;
    private final Set<String> devices = new LinkedHashSet<>();

    Reports(StatusReports statuses, String driver) {
        this.statuses = statuses;
        this.driver = driver;
    }

    void missing(String message) {
        statuses.report(subject(driver), Health.FAILED, "accelerator.contained.driver_missing", message,
                Supervisor.NAME_ANOTHER, Map.of("driver", driver, "message", message));
    }

    void starting() {
        statuses.report(subject(driver), Health.UNKNOWN, "accelerator.contained.starting",
                "The driver " + driver + " starts in a process of its own.", "", Map.of("driver", driver));
    }

    void noDevice() {
        String message = "The driver " + driver + " finds no device.";
        statuses.report(subject(driver), Health.FAILED, "accelerator.device.missing", message,
                "See whether the kernel's driver is loaded and the gateway's user may open the device.",
                Map.of("message", message));
    }

    void ready(String id, AcceleratorInfo info, List<String> quarantined) {
        devices.add(id);
        statuses.gone(subject(driver));
        if (quarantined.isEmpty()) {
            String device = info.vendor() + " " + info.chip();
            String runtime = info.driver() + " (process of its own)";
            statuses.report(subject(id), Health.OK, "accelerator.ready", runtime + " runs models on " + device + ".", "",
                    Map.of("runtime", runtime, "device", device));
            return;
        }
        String models = String.join(", ", quarantined);
        statuses.report(subject(id), Health.DEGRADED, Culprits.QUARANTINED,
                "Not run any more, having crashed the driver again and again: " + models + ".", Culprits.REMEDY,
                Map.of("models", models));
    }

    /** All its devices are away until its process is back. */
    void crashed(UnavailableException death) {
        for (String id : devices.isEmpty() ? List.of(driver) : List.copyOf(devices)) {
            statuses.report(subject(id), Health.DEGRADED, death.code(), death.getMessage(), death.remedy(),
                    Map.of("driver", driver, "message", death.getMessage()));
        }
    }

    void gone(String id) {
        devices.remove(id);
        statuses.gone(subject(id));
    }

    private static Subject subject(String id) {
        return new Subject(Subject.ACCELERATOR, id);
    }
}
