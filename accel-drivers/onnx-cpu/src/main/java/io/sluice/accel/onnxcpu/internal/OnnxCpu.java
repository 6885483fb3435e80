package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's processor, running models by ONNX Runtime. Owns the sessions and closes them with itself.
 * Thread-safe.
 */
public final class OnnxCpu implements Accelerator, AutoCloseable {

    static final String CPU_0 = "cpu-0";

    private static final Logger LOG = LoggerFactory.getLogger(OnnxCpu.class);

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final ModelLoader loader = new ModelLoader(environment);
    private final Set<OnnxSession> sessions = new HashSet<>();
    private final AcceleratorInfo info;
    private final Thermometer thermometer;
    private final Device device;
    private boolean gone;

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
                "ONNX Runtime " + environment.getVersion(), "cpu", Set.of("onnx"), operations,
                Processor.memory().orElse(0), settings.lanes());
        thermometer = new Thermometer(settings.thermal());
        device = new Device(environment, new Lanes(settings.lanes()), new Watchdog(settings.runLimit()),
                new Quarantine(quarantined));
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
                OptionalDouble.of(device.lanes().utilisation()), heat.celsius(), used, heat.throttled());
    }

    @Override
    public InferenceSession load(ModelData model) {
        if (!info.formats().contains(model.format())) {
            throw Rejections.format(model.name(), model.format());
        }
        long begun = System.nanoTime();
        OnnxSession session = wrap(model.name(), loader.load(model));
        synchronized (sessions) {
            if (!gone) {
                sessions.add(session);
                device.quarantine().release(model.name());
                LOG.info("Loaded {} in {} ms", model.name(), (System.nanoTime() - begun) / 1_000_000);
                return session;
            }
        }
        session.close();
        throw new UnavailableException("accelerator.gone", "The accelerator " + CPU_0 + " has gone.", "", null);
    }

    /** Closes all sessions after the runs in flight. Idempotent. */
    @Override
    public void close() {
        List<OnnxSession> open;
        synchronized (sessions) {
            gone = true;
            open = List.copyOf(sessions);
        }
        open.forEach(OnnxSession::close);
        // Not before: it ends the runs that would never end.
        device.watchdog().close();
    }

    Lanes lanes() {
        return device.lanes();
    }

    /** How long a run may last, from now on. */
    void runLimit(Duration limit) {
        device.watchdog().limit(limit);
    }

    private OnnxSession wrap(String model, OrtSession session) {
        try {
            return new OnnxSession(model, device, session, this::forget);
        } catch (OrtException error) {
            free(session);
            throw Rejections.refused(model, error);
        } catch (IllegalArgumentException unsupported) {
            free(session);
            throw Rejections.unsupportedType(model, unsupported);
        }
    }

    private void forget(OnnxSession session) {
        synchronized (sessions) {
            sessions.remove(session);
        }
    }

    private static void free(OrtSession session) {
        try {
            session.close();
        } catch (OrtException error) {
            LOG.warn("ONNX Runtime failed to free a refused model", error);
        }
    }
}
