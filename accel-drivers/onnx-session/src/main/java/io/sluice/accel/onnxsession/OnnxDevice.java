package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that ONNX Runtime runs models on. Owns the sessions and closes them with itself. Thread-safe.
 */
public final class OnnxDevice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxDevice.class);

    private final Device device;
    private final Set<String> formats;
    private final ModelLoader loader;
    private final OnnxDeviceListener listener;
    private final Set<OnnxSession> sessions = new HashSet<>();
    private boolean gone;

    /**
     * @param formats of models it loads, all of them ONNX files
     * @param lanes how many runs at once
     * @param runLimit how long a run may last
     * @param listener told of the device as a whole
     */
    public OnnxDevice(
            OnnxBackend backend, Set<String> formats, int lanes, Duration runLimit, OnnxDeviceListener listener) {
        this.formats = Set.copyOf(formats);
        this.listener = listener;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Consumer<List<String>> quarantined = listener::quarantined;
        device = new Device(environment, backend, new Lanes(lanes), new Watchdog(backend.id(), runLimit),
                new Quarantine(quarantined), new Failures(backend, listener));
        loader = new ModelLoader(environment, backend, device.failures());
    }

    /** The software in the gateway's words: {@code ONNX Runtime 1.29.0}. */
    public static String runtime() {
        return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
    }

    /** As {@link io.sluice.api.accel.Accelerator#load}. */
    public InferenceSession load(ModelData model) {
        if (!formats.contains(model.format())) {
            throw Rejections.format(model.name(), model.format(), device.backend().name());
        }
        long begun = System.nanoTime();
        OnnxSession session = open(model);
        synchronized (sessions) {
            if (!gone) {
                sessions.add(session);
                device.quarantine().release(model.name());
                LOG.info("Loaded {} on {} in {} ms", model.name(), device.backend().id(),
                        (System.nanoTime() - begun) / 1_000_000);
                return session;
            }
        }
        session.close();
        throw new UnavailableException("accelerator.gone",
                "The accelerator " + device.backend().id() + " has gone.", "", null);
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
        device.lanes().close();
    }

    /** Part of the lanes' time that was used of late, 0 to 1. */
    public double utilisation() {
        return device.lanes().utilisation();
    }

    /** How long a run may last, from now on, those in flight included. */
    public void runLimit(Duration limit) {
        device.watchdog().limit(limit);
    }

    /** As {@link io.sluice.api.accel.Accelerator#releaseQuarantine()}. */
    public void releaseQuarantine() {
        device.quarantine().releaseAll();
    }

    Lanes lanes() {
        return device.lanes();
    }

    /** Larger batches have sessions of their own, made when first asked for and closed with the one they belong to. */
    private OnnxSession open(ModelData model) {
        Batches batches = new Batches(pictures -> wrap(model, loader.load(model, pictures), Batches.NONE, closed -> { }));
        return wrap(model, loader.load(model, 1), batches, this::forget);
    }

    private OnnxSession wrap(ModelData model, OrtSession session, Batches batches, Consumer<OnnxSession> onClose) {
        try {
            return new OnnxSession(model.name(), device, session, batches, onClose);
        } catch (OrtException error) {
            ModelLoader.free(session);
            throw device.failures().refused(model.name(), error);
        } catch (IllegalArgumentException unsupported) {
            ModelLoader.free(session);
            throw Rejections.unsupportedType(model.name(), unsupported);
        }
    }

    private void forget(OnnxSession session) {
        boolean last;
        synchronized (sessions) {
            sessions.remove(session);
            last = sessions.stream().noneMatch(other -> other.name().equals(session.name()));
        }
        if (last) {
            listener.unloaded(session.name());
        }
    }
}
