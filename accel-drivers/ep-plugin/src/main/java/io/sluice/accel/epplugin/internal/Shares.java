package io.sluice.accel.epplugin.internal;

import io.sluice.accel.nativelib.Condition;
import io.sluice.accel.onnxsession.QuarantineText;
import io.sluice.api.status.Health;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which models do not run on the device as one would think, and why. Thread-safe. */
final class Shares {

    private final String provider;
    private final Map<String, Assignment> parts = new TreeMap<>();
    private final Map<String, Boolean> refused = new TreeMap<>();
    private List<String> quarantined = List.of();
    private volatile Runnable listener = () -> { };

    Shares(String provider) {
        this.provider = provider;
    }

    void onChange(Runnable changed) {
        listener = changed;
    }

    /** All of it runs on the device. */
    void whole(String model) {
        forget(model);
    }

    synchronized void part(String model, Assignment assignment) {
        refused.remove(model);
        parts.put(model, assignment);
        listener.run();
    }

    /** Too little of it would run on the device. */
    synchronized void refused(String model) {
        parts.remove(model);
        refused.put(model, true);
        listener.run();
    }

    synchronized void quarantined(List<String> models) {
        quarantined = List.copyOf(models);
        listener.run();
    }

    /** It is not loaded any more. */
    synchronized void unloaded(String model) {
        if (parts.remove(model) != null) {
            listener.run();
        }
    }

    /** What matters most; empty where there is nothing. */
    synchronized Optional<Condition> condition() {
        if (!quarantined.isEmpty()) {
            return Optional.of(new Condition(Health.DEGRADED, QuarantineText.CODE, QuarantineText.message(quarantined),
                    QuarantineText.REMEDY, Map.of("models", String.join(", ", quarantined))));
        }
        if (!refused.isEmpty()) {
            String models = String.join(", ", refused.keySet());
            return Optional.of(new Condition(Health.DEGRADED, "accelerator.model.unclaimed",
                    "The execution provider " + provider + " takes too little of: " + models
                            + ". They are not run here, for they would run on the processor.",
                    "Convert them for this chip, as the chip's maker describes it.",
                    Map.of("provider", provider, "models", models)));
        }
        if (!parts.isEmpty()) {
            String models = String.join(", ", parts.entrySet().stream()
                    .map(part -> part.getKey() + " (" + part.getValue().taken() + "/" + part.getValue().all() + ")")
                    .toList());
            return Optional.of(new Condition(Health.DEGRADED, "accelerator.model.partial",
                    "Of these models the execution provider " + provider
                            + " computes only so many of the steps, and the processor the rest: " + models + ".",
                    "Convert them for this chip, as the chip's maker describes it.",
                    Map.of("provider", provider, "models", models)));
        }
        return Optional.empty();
    }

    private synchronized void forget(String model) {
        boolean known = parts.remove(model) != null;
        if (refused.remove(model) != null || known) {
            listener.run();
        }
    }
}
