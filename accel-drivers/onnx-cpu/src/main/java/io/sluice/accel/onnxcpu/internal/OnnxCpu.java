package io.sluice.accel.onnxcpu.internal;

import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.model.ModelData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * This machine's processor, running models by ONNX Runtime. Owns the sessions and closes them with itself.
 * Thread-safe.
 */
public final class OnnxCpu implements Accelerator, AutoCloseable {

    static final String CPU_0 = "cpu-0";

    private final AcceleratorInfo info;
    private final Thermometer thermometer;
    private final OnnxDevice device;

    /** With a lane a core, and nothing measured. */
    public OnnxCpu() {
        this(Settings.DEFAULT, Map.of(), models -> { });
    }

    /**
     * @param operations as in {@link AcceleratorInfo#operations()}
     * @param quarantined told the names of the models that hung again and again, whenever they change
     */
    OnnxCpu(Settings settings, Map<Precision, Double> operations, Consumer<List<String>> quarantined) {
        Processor processor = Processor.read();
        info = new AcceleratorInfo(AcceleratorInfo.Kind.CPU, processor.vendor(), processor.chip(),
                OnnxDevice.runtime(), "cpu", Set.of("onnx"), operations, Processor.memory().orElse(0), settings.lanes());
        thermometer = new Thermometer(settings.thermal());
        device = new OnnxDevice(
                new CpuBackend(), info.formats(), settings.lanes(), settings.runLimit(), quarantined::accept);
    }

    @Override
    public String id() {
        return CPU_0;
    }

    @Override
    public AcceleratorInfo info() {
        return info;
    }

    @Override
    public AcceleratorReadings readings() {
        Thermometer.Reading heat = thermometer.read();
        OptionalLong available = Processor.available();
        OptionalLong used = available.isPresent()
                ? OptionalLong.of(Math.max(0, info.memoryBytes() - available.getAsLong()))
                : OptionalLong.empty();
        return new AcceleratorReadings(
                OptionalDouble.of(device.utilisation()), heat.celsius(), used, heat.throttled());
    }

    @Override
    public InferenceSession load(ModelData model) {
        return device.load(model);
    }

    @Override
    public void releaseQuarantine() {
        device.releaseQuarantine();
    }

    /** Closes all sessions after the runs in flight. Idempotent. */
    @Override
    public void close() {
        device.close();
    }

    /** How long a run may last, from now on. */
    void runLimit(Duration limit) {
        device.runLimit(limit);
    }
}
