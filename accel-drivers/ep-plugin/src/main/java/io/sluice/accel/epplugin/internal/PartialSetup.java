package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.sluice.accel.onnxsession.SessionSetup;
import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * For a model of which an execution provider leaves something to the processor: runs it once, on noughts, and finds out how
 * much. For one model; used by one thread.
 */
abstract class PartialSetup implements SessionSetup {

    private final Duration limit;
    private Path folder;

    /** @param limit how long that run may last */
    PartialSetup(Duration limit) {
        this.limit = limit;
    }

    abstract void addProvider(SessionOptions options) throws OrtException;

    /** @throws io.sluice.api.error.RejectedException when it is too little */
    abstract void judge(ModelData model, String profile);

    @Override
    public final void configure(SessionOptions options, ModelData model) throws OrtException {
        try {
            folder = Files.createTempDirectory("sluice-ep");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        addProvider(options);
        options.enableProfiling(folder.resolve("run").toString());
    }

    @Override
    public final void abandon() {
        remove();
    }

    @Override
    public final void check(ModelData model, OrtSession session) throws OrtException {
        try {
            if (runOnce(session)) {
                judge(model, Files.readString(Path.of(session.endProfiling())));
            } else {
                session.endProfiling();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } finally {
            remove();
        }
    }

    /** Returns whether it could be run: a model with an open input cannot be bound either, and that is said then. */
    private boolean runOnce(OrtSession session) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession.RunOptions run = new OrtSession.RunOptions()) {
            for (NodeInfo input : session.getInputInfo().values()) {
                Optional<OnnxTensor> noughts = noughts((TensorInfo) input.getInfo());
                if (noughts.isEmpty()) {
                    return false;
                }
                inputs.put(input.getName(), noughts.get());
            }
            Stopper stopper = new Stopper(run);
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS).execute(stopper::stop);
            try {
                session.run(inputs, run).close();
            } finally {
                stopper.ended();
            }
            return true;
        } catch (ClassCastException noTensor) {
            return false;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static Optional<OnnxTensor> noughts(TensorInfo info) throws OrtException {
        long[] shape = info.getShape();
        long bytes = Arrays.stream(shape).reduce(info.type.size, (a, b) -> a < 0 || b < 0 ? -1 : Math.multiplyExact(a, b));
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 1024) {
            return Optional.empty();
        }
        return Optional.of(OnnxTensor.createTensor(OrtEnvironment.getEnvironment(),
                ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()), shape, info.type));
    }

    private void remove() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(PartialSetup::delete);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    /** Ends the run when it lasts too long, unless it has ended: then there is nothing left to tell. */
    private static final class Stopper {

        private final OrtSession.RunOptions run;
        private boolean ended;

        Stopper(OrtSession.RunOptions run) {
            this.run = run;
        }

        synchronized void stop() {
            try {
                if (!ended) {
                    run.setTerminate(true);
                }
            } catch (OrtException deaf) {
                throw new IllegalStateException(deaf);
            }
        }

        synchronized void ended() {
            ended = true;
        }
    }
}
