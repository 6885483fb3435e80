package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.accel.nativelib.Condition;
import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.onnxsession.OnnxBackend.Trouble;
import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.accel.onnxsession.OnnxDeviceListener;
import io.sluice.accel.onnxsession.Reason;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.ValueInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device of an execution provider. Keeps its library mapped until the last session is closed. Thread-safe. */
final class EpAccelerator implements HostedAccelerator, OnnxDeviceListener {

    private static final Logger LOG = LoggerFactory.getLogger(EpAccelerator.class);
    /** Longer than a run that is stopped takes to end; one that cannot be stopped is left behind. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(8);

    private final EpBackend backend;
    private final AcceleratorInfo info;
    private final EpLibrary library;
    private final Shares shares;
    private final OnnxDevice device;
    private final Duration patience;
    private volatile Consumer<UnavailableException> lostListener = lost -> { };
    private volatile boolean closed;

    /** @param library taken; given back by this once all is closed */
    EpAccelerator(EpBackend backend, AcceleratorInfo info, EpLibrary library, Shares shares, EpSettings settings) {
        this.backend = backend;
        this.info = info;
        this.library = library;
        this.shares = shares;
        device = new OnnxDevice(backend, settings.formats(), settings.lanes(), settings.runLimit(), this);
        Duration stopped = settings.runLimit().multipliedBy(2);
        patience = stopped.compareTo(LONGEST_CLOSE) < 0 ? stopped : LONGEST_CLOSE;
    }

    /**
     * Has the execution provider start, with a model of one operator: wrong options and dead devices are found now, not by
     * the first model.
     *
     * @throws UnavailableException when it does not
     */
    void start() {
        OnnxModel tiny = OnnxModel.create(13, "start");
        tiny.graph()
                .inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 1))))
                .outputs(List.of(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 1))))
                .add(Node.of("Neg", List.of("x"), List.of("y")));
        try (SessionOptions options = new SessionOptions()) {
            backend.addProvider(options);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(tiny.toBytes(), options)) {
                LOG.debug("{} started with {} inputs", id(), session.getNumInputs());
            }
        } catch (OrtException failed) {
            throw EpFailures.notStarted(id(), backend.provider(), Reason.of(failed), failed);
        }
    }

    @Override
    public String id() {
        return backend.id();
    }

    @Override
    public AcceleratorInfo info() {
        return info;
    }

    /** ONNX Runtime tells nothing of the chip; how busy it is is counted here. */
    @Override
    public AcceleratorReadings readings() {
        return new AcceleratorReadings(
                OptionalDouble.of(device.utilisation()), OptionalDouble.empty(), OptionalLong.empty(), false);
    }

    @Override
    public InferenceSession load(ModelData model) {
        if (closed) {
            throw new UnavailableException("accelerator.gone", "The accelerator " + id() + " has gone.", "", null);
        }
        return device.load(model);
    }

    @Override
    public void releaseQuarantine() {
        device.releaseQuarantine();
    }

    @Override
    public Optional<Condition> condition() {
        return shares.condition();
    }

    @Override
    public void onChange(Runnable listener) {
        shares.onChange(listener);
    }

    @Override
    public void onLost(Consumer<UnavailableException> listener) {
        lostListener = listener;
    }

    @Override
    public void quarantined(List<String> models) {
        shares.quarantined(models);
    }

    @Override
    public void unloaded(String model) {
        shares.unloaded(model);
    }

    @Override
    public void lost(UnavailableException failure) {
        lostListener.accept(failure);
    }

    /** Sessions end after the runs in flight, and only then the library is let go; a run that hangs is not waited for. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Thread closing = new Thread(() -> {
            device.close();
            library.release();
        }, "accelerator-" + id() + "-closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(patience.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.warn("A run on {} does not end; its library stays until it does", id());
        }
    }
}
