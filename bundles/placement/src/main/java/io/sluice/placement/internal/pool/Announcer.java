package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Demand;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import java.util.Map;

/**
 * Says how devices and leases are, where that is worth saying. Subjects of a kind of its own: that of a device itself is its
 * driver's, that of an analysis the analytics'.
 */
public final class Announcer {

    /** Kind of subject of everything said here. */
    public static final String PLACEMENT = "placement";

    private static final String WAIT = "Nothing; it continues by itself.";

    /** Where statuses go. */
    public interface Board {
        void report(
                Subject subject, Health health, String code, String message, String remedy, Map<String, String> details);

        void gone(Subject subject);
    }

    private final Board board;

    public Announcer(Board board) {
        this.board = board;
    }

    void claimedTwice(Device device, String other) {
        board.report(device(device.id), Health.DEGRADED, "accelerator.claimed_twice",
                "The device " + device.info.location() + " is claimed by two drivers; " + other + " is used, " + device.id
                        + " is not.",
                "Remove one of the two drivers, or give the wanted one the higher service ranking.",
                Map.of("location", device.info.location(), "used", other, "unused", device.id));
    }

    void deviceFailed(Device device) {
        board.report(device(device.id), Health.FAILED, "placement.device_failed",
                "The accelerator " + device.id + " failed several times in a row and is left alone for a while: "
                        + device.failures.cause(),
                "See the log of its driver; it is tried again by itself.",
                Map.of("device", device.id, "cause", device.failures.cause()));
    }

    void deviceHot(Device device) {
        board.report(device(device.id), Health.DEGRADED, "placement.device_hot",
                "The accelerator " + device.id + " is too hot and is given half of its work.",
                "Look after its cooling.", Map.of("device", device.id));
    }

    void deviceWell(String id) {
        board.gone(device(id));
    }

    void reduced(Demand demand, String device, double rate) {
        String granted = Problems.number(rate);
        String wanted = Problems.number(demand.runsPerSecond());
        board.report(lease(demand), Health.DEGRADED, "placement.reduced",
                demand.model().id() + " of " + demand.user() + " runs on " + device + " only " + granted
                        + " times a second instead of " + wanted + ".",
                "Bring the accelerator back that is missing; the full rate returns by itself.",
                Map.of("model", demand.model().id(), "user", demand.user(), "device", device, "granted", granted,
                        "wanted", wanted));
    }

    void nowhere(Demand demand, String reason) {
        board.report(lease(demand), Health.FAILED, "placement.no_place",
                "There is no place for " + demand.model().id() + " of " + demand.user() + " at present: " + reason, WAIT,
                Map.of("model", demand.model().id(), "user", demand.user(), "reason", reason));
    }

    void leaseWell(Demand demand) {
        board.gone(lease(demand));
    }

    private static Subject device(String id) {
        return new Subject(PLACEMENT, id);
    }

    private static Subject lease(Demand demand) {
        return new Subject(PLACEMENT, demand.user() + "/" + demand.model().id());
    }
}
