package io.sluice.runner.inference.internal;

import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.accel.PlacementView;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.task.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether there is room for an algorithm, judged by what the placement knows already. What was never run here has not been
 * measured: it is let in where a device has any room, and the placement decides when it comes.
 */
final class Capacity {

    private Capacity() {}

    static Optional<Obstacle> obstacle(AlgorithmDescriptor algorithm, double runsPerSecond, PlacementView placement) {
        List<DeviceUse> devices = placement.devices();
        for (ModelDescriptor model : algorithm.models()) {
            Optional<Obstacle> found = obstacle(model, runsPerSecond, devices, placement);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> obstacle(
            ModelDescriptor model, double runsPerSecond, List<DeviceUse> devices, PlacementView placement) {
        List<String> full = new ArrayList<>();
        boolean slow = true;
        for (DeviceUse device : devices) {
            boolean takes = model.variants().stream().anyMatch(variant -> device.info().formats().contains(variant.data().format()));
            if (!takes || device.state() != DeviceUse.State.READY && device.state() != DeviceUse.State.HOT) {
                continue;
            }
            OptionalDouble worst = worstMillis(model, device.id(), placement);
            double need = worst.orElse(0) * runsPerSecond / 1000;
            boolean room = worst.isPresent() ? device.load() + need <= device.limit() : device.load() < device.limit();
            if (room) {
                return Optional.empty();
            }
            slow &= need > device.limit();
            full.add(String.format(Locale.ROOT, "%s has %.2f of %.2f promised%s", device.id(), device.load(), device.limit(),
                    worst.isPresent() ? String.format(Locale.ROOT, " and would need %.2f more", need) : ""));
        }
        if (full.isEmpty()) {
            return Optional.of(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.accelerator.absent",
                    "No accelerator here runs the model " + model.id() + " at present."));
        }
        String numbers = "For the model " + model.id() + " at " + runsPerSecond + " a second: " + String.join("; ", full) + ".";
        return Optional.of(slow
                ? new Obstacle(ExceptionCode.PERFORMANCE_INSUFFICIENT, "runner.accelerator.slow", numbers)
                : new Obstacle(ExceptionCode.RESOURCES_INSUFFICIENT, "runner.accelerator.full", numbers));
    }

    /** The shortest of its variants, where it runs for somebody now. */
    private static OptionalDouble worstMillis(ModelDescriptor model, String device, PlacementView placement) {
        return placement.leases().stream()
                .filter(lease -> lease.demand().model().id().equals(model.id())
                        && lease.demand().model().version().equals(model.version()))
                .flatMap(lease -> lease.options().stream())
                .filter(option -> option.acceleratorId().equals(device))
                .map(PlacementOption::worstMillis)
                .flatMapToDouble(OptionalDouble::stream)
                .min();
    }
}
