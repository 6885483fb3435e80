package io.sluice.runner.inference.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.accel.PlacementView;
import io.sluice.api.accel.Precision;
import io.sluice.api.accel.RunFigures;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.task.Obstacle;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One model on one processor that promises at most 0.8 of its time. */
class CapacityTest {

    private static final ModelDescriptor MODEL = new ModelDescriptor("net", "Net", "1", ModelFamily.YOLO,
            new InputSpec(320, 320, InputSpec.Channels.RGB, InputSpec.Fit.STRETCH, List.of(), List.of()), List.of("person"), 0.5,
            0.5, List.of(new ModelVariant(Precision.FLOAT32, Optional.empty(), FileModel.onnx(Path.of("net.onnx")))));
    private static final AlgorithmDescriptor ALGORITHM = new AlgorithmDescriptor("persons", 7, "Persons", "1.0", "detection", "{}",
            List.of("person"), List.of(MODEL), List.of(), "00");

    @Test
    void whatWasNeverMeasuredIsLetInWhereThereIsAnyRoom() {
        assertEquals(Optional.empty(), find(1000, view(device("onnx", DeviceUse.State.READY, 0.7))));
        assertEquals(20, find(1, view(device("onnx", DeviceUse.State.READY, 0.8))).orElseThrow().exceptionCode());
    }

    @Test
    void whatIsMeasuredIsLetInAsFarAsItFits() {
        PlacementView half = view(device("onnx", DeviceUse.State.READY, 0.5), 20);
        assertEquals(Optional.empty(), find(15, half), "20 ms 15 times a second are 0.3");
        Obstacle full = find(16, half).orElseThrow();
        assertEquals(20, full.exceptionCode());
        assertTrue(full.message().contains("cpu-0 has 0.50 of 0.80 promised and would need 0.32 more"), full.message());
    }

    @Test
    void whatNoDeviceCouldDoAloneIsTooSlow() {
        Obstacle slow = find(50, view(device("onnx", DeviceUse.State.READY, 0.0), 20)).orElseThrow();
        assertEquals(40, slow.exceptionCode());
    }

    @Test
    void aDeviceThatTakesOtherFormatsOrHasFailedIsNone() {
        assertEquals(10, find(1, view(device("rknn", DeviceUse.State.READY, 0))).orElseThrow().exceptionCode());
        assertEquals(10, find(1, view(device("onnx", DeviceUse.State.FAILED, 0))).orElseThrow().exceptionCode());
    }

    private static Optional<Obstacle> find(double rate, PlacementView view) {
        return Capacity.obstacle(ALGORITHM, rate, view);
    }

    private static DeviceUse device(String format, DeviceUse.State state, double load) {
        AcceleratorInfo info = new AcceleratorInfo(AcceleratorInfo.Kind.CPU, "vendor", "chip", "driver 1", "cpu", Set.of(format),
                Map.of(), 1L << 30, 1);
        return new DeviceUse("cpu-0", info, AcceleratorReadings.NONE, state, "", load, 0.8, 0.1, List.of());
    }

    /** @param worstMillis of the model, which somebody runs there; none for a model that nobody has */
    private static PlacementView view(DeviceUse device, double... worstMillis) {
        List<LeaseUse> leases = Arrays.stream(worstMillis).mapToObj(worst -> new LeaseUse(
                new Demand("camera/gate", MODEL, 1, 5), Optional.of("cpu-0"), Optional.of(Precision.FLOAT32), 1,
                new RunFigures(0, 0, 0, 0), List.of(new PlacementOption("cpu-0", "onnx", Precision.FLOAT32, true,
                        OptionalDouble.of(worst / 2), OptionalDouble.of(worst), 0, 0, 1, List.of(), "")), "", Instant.EPOCH)).toList();
        return new PlacementView() {
            @Override
            public List<DeviceUse> devices() {
                return List.of(device);
            }

            @Override
            public List<LeaseUse> leases() {
                return leases;
            }
        };
    }
}
