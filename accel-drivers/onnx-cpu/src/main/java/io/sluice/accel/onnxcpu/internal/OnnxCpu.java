package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private boolean gone;

    public OnnxCpu() {
        Processor processor = Processor.read();
        info = new AcceleratorInfo(AcceleratorInfo.Kind.CPU, processor.vendor(), processor.chip(),
                "ONNX Runtime " + environment.getVersion(), "cpu", Set.of("onnx"), Map.of(),
                Processor.memory().orElse(0), Runtime.getRuntime().availableProcessors());
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
        return AcceleratorReadings.NONE;
    }

    @Override
    public InferenceSession load(ModelData model) {
        long begun = System.nanoTime();
        OnnxSession session = wrap(model.name(), loader.load(model));
        synchronized (sessions) {
            if (!gone) {
                sessions.add(session);
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
    }

    private OnnxSession wrap(String model, OrtSession session) {
        try {
            return new OnnxSession(model, environment, session, this::forget);
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
