package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Demand;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is refused or fails, in one place. */
final class Problems {

    private static final String LATER = "Nothing; it is tried again by itself.";

    private Problems() {}

    static UnavailableException noDevice() {
        return new UnavailableException("placement.no_device", "There is no accelerator at present.",
                "See the status of the accelerators and of their bundles.", null);
    }

    static UnavailableException moving(Demand demand, String reason) {
        return new UnavailableException("placement.no_place",
                "There is no place for " + demand.model().id() + " of " + demand.user() + " at present: " + reason, LATER,
                null);
    }

    static UnavailableException stopped() {
        return new UnavailableException("placement.stopped", "The placement is stopping.", LATER, null);
    }

    /** Why nothing among these pairs can be had. */
    static SluiceException refusal(Demand demand, List<Pair> pairs, Usage usage, Rules rules) {
        if (pairs.stream().anyMatch(pair -> pair.offer(rules).isPresent())) {
            return doesNotFit(demand, pairs, usage, rules);
        }
        if (pairs.isEmpty()) {
            return noDevice();
        }
        if (pairs.stream().noneMatch(Pair::goesTogether)) {
            return noMatch(demand, pairs);
        }
        List<SluiceException> obstacles = pairs.stream().filter(pair -> pair.goesTogether() && pair.usable())
                .flatMap(pair -> pair.obstacle().stream()).toList();
        // What passes by itself is told rather than what lasts: asking again is of use then.
        return obstacles.stream().filter(UnavailableException.class::isInstance).findFirst()
                .or(() -> obstacles.stream().findFirst())
                .orElseGet(() -> moving(demand, Explanation.reason(demand, Optional.empty(), 0, Map.of(), pairs)));
    }

    private static RejectedException noMatch(Demand demand, List<Pair> pairs) {
        String why = String.join("; ", pairs.stream().map(pair -> pair.device().id + " " + pair.unfit()).distinct().toList());
        return new RejectedException("placement.no_match",
                "No accelerator takes the model " + demand.model().id() + ": " + why + ".",
                "Add a variant of the model for one of these accelerators, or install the driver it needs.", null);
    }

    private static RejectedException doesNotFit(Demand demand, List<Pair> pairs, Usage usage, Rules rules) {
        StringBuilder free = new StringBuilder();
        for (Offer offer : Planner.fastest(pairs.stream().flatMap(pair -> pair.offer(rules).stream()).toList())) {
            free.append(free.isEmpty() ? "" : "; ")
                    .append(offer.device()).append(" has ")
                    .append(percent(Math.max(0, offer.limit() - usage.load(offer.device()))))
                    .append(" of its time left, and needed are ").append(percent(offer.share(demand.runsPerSecond())))
                    .append(" at up to ").append(millis(offer.batch().costNanos()))
                    .append(offer.batch().pictures() > 1 ? " ms a picture" : " ms a run");
        }
        return new RejectedException("placement.does_not_fit",
                number(demand.runsPerSecond()) + " runs a second of " + demand.model().id() + " fit on no accelerator: "
                        + free + ".",
                "Look at fewer pictures a second, use a smaller model, or end another analysis.", null);
    }

    static UnavailableException noMemory(Device device, String model, long bytes) {
        return new UnavailableException("placement.no_memory",
                "The model " + model + " of " + mega(bytes) + " MB does not fit into the free memory of " + device.id + ".",
                "End another analysis, or use a smaller model.", null);
    }

    static UnavailableException gone(Device device) {
        return new UnavailableException(
                "placement.device_gone", "The accelerator " + device.id + " has gone.", LATER, null);
    }

    static UnavailableException hangs(Device device, String model, long seconds) {
        return new UnavailableException("placement.device_hangs",
                "The accelerator " + device.id + " has not loaded " + model + " within " + seconds + " s.",
                "See the log of its driver.", null);
    }

    static UnavailableException noMemoryForBatch(Device device, int pictures, long bytes) {
        return new UnavailableException("placement.no_memory",
                "Tensors of " + pictures + " pictures, " + mega(bytes) + " MB, do not fit into the free memory of " + device.id
                        + ".", "End another analysis, or use a smaller model.", null);
    }

    static UnavailableException runHangs(Device device) {
        return new UnavailableException("placement.device_hangs",
                "A run on " + device.id + " does not end.", "See the log of its driver.", null);
    }

    /** Of one who shared a run with another whose thread failed. */
    static UnavailableException interruptedRun(SharedSession session) {
        return new UnavailableException("placement.driver_error",
                "A run shared with others on " + session.device.id + " came to no end.", "See the log.", null);
    }

    static UnavailableException bindingClosed() {
        return new UnavailableException("accelerator.binding.closed", "The binding is closed.", "", null);
    }

    static SluiceException modelFails(SharedSession session) {
        return new UnavailableException("placement.model_failing",
                "The model " + session.variant.data().name() + " failed several times in a row on " + session.device.id
                        + ": " + session.failures.cause(),
                LATER, null);
    }

    /** A driver may throw anything; across the border go our own exceptions only. */
    static SluiceException ofDriver(Device device, Throwable error) {
        return error instanceof SluiceException ours
                ? ours
                : new UnavailableException("placement.driver_error",
                        "The driver of " + device.id + " failed: " + error + ".", "See the log.", error);
    }

    static UnavailableException ofRun(SharedSession session, RuntimeException error) {
        return error instanceof UnavailableException ours
                ? ours
                : new UnavailableException("placement.driver_error",
                        "The driver of " + session.device.id + " failed: " + error + ".", "See the log.", error);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", part * 100);
    }

    static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    }

    static String number(double exact) {
        double value = Math.round(exact * 10) / 10.0;
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String mega(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
