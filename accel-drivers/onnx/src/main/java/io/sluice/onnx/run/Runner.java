package io.sluice.onnx.run;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model on one thread of the processor. Used by one thread; close it. */
public final class Runner implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** As fast as the runtime can, or operator by operator as it is written. */
    public enum Mode {
        OPTIMISED,
        AS_WRITTEN
    }

    /** @throws OnnxException when ONNX Runtime refuses the model */
    public Runner(OnnxModel model, Mode mode) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(model.encodedSize());
        model.writeTo(bytes);
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizationLevel(mode == Mode.OPTIMISED ? OptLevel.ALL_OPT : OptLevel.NO_OPT);
            session = environment.createSession(bytes.flip(), options);
        } catch (OrtException refusal) {
            throw refused(refusal);
        }
    }

    /** What the model must be given. */
    public List<ValueInfo> inputs() {
        try {
            return session.getInputInfo().values().stream().map(Runner::value).toList();
        } catch (OrtException refusal) {
            throw refused(refusal);
        }
    }

    /**
     * Runs the model.
     *
     * @param inputs single-precision values by name
     * @return outputs by name, in the model's order; those that hold no numbers are left out
     * @throws OnnxException when the inputs do not fit or the run fails
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        visit(inputs, (name, tensor, info) -> {
            if (hasNumbers(info)) {
                outputs.put(name, new Tensor(info.getShape(), floats(tensor, info)));
            }
        });
        return outputs;
    }

    /** Receives one output after another; the tensor is gone afterwards. */
    @FunctionalInterface
    interface Visitor {
        void visit(String name, OnnxTensor tensor, TensorInfo info) throws OrtException;
    }

    void visit(Map<String, Tensor> inputs, Visitor visitor) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                given.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(given)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    if (output.getValue() instanceof OnnxTensor tensor) {
                        visitor.visit(output.getKey(), tensor, tensor.getInfo());
                    }
                }
            }
        } catch (OrtException refusal) {
            throw refused(refusal);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    /** Prepares a run whose outputs nobody reads, for timing. */
    Timed timed(Map<String, Tensor> inputs) {
        return new Timed(inputs);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException refusal) {
            throw refused(refusal);
        }
    }

    /** One frame in native memory, run again and again. */
    final class Timed implements AutoCloseable {

        private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

        private Timed(Map<String, Tensor> frame) {
            try {
                for (Map.Entry<String, Tensor> input : frame.entrySet()) {
                    inputs.put(input.getKey(), tensor(input.getValue()));
                }
            } catch (OrtException refusal) {
                throw refused(refusal);
            }
        }

        /** Nanoseconds of one run. */
        long nanos() {
            long start = System.nanoTime();
            try (OrtSession.Result result = session.run(inputs)) {
                return System.nanoTime() - start;
            } catch (OrtException refusal) {
                throw refused(refusal);
            }
        }

        @Override
        public void close() {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    static ElementType type(TensorInfo info) {
        // By name: the runtime's Java part numbers them in a way of its own.
        String name = info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
        return Arrays.stream(ElementType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OnnxException(
                        OnnxException.Reason.UNSUPPORTED, "it has tensors of the type " + name));
    }

    private static boolean hasNumbers(TensorInfo info) {
        return switch (info.type) {
            case FLOAT, INT64, INT32, UINT8, INT8, BOOL -> true;
            default -> false;
        };
    }

    private static float[] floats(OnnxTensor tensor, TensorInfo info) {
        switch (info.type) {
            case FLOAT -> {
                FloatBuffer from = tensor.getFloatBuffer();
                float[] values = new float[from.remaining()];
                from.get(values);
                return values;
            }
            case INT64 -> {
                LongBuffer from = tensor.getLongBuffer();
                float[] values = new float[from.remaining()];
                for (int index = 0; index < values.length; index++) {
                    values[index] = from.get(index);
                }
                return values;
            }
            case INT32 -> {
                IntBuffer from = tensor.getIntBuffer();
                float[] values = new float[from.remaining()];
                for (int index = 0; index < values.length; index++) {
                    values[index] = from.get(index);
                }
                return values;
            }
            default -> {
                ByteBuffer from = tensor.getByteBuffer();
                int mask = type(info) == ElementType.INT8 ? -1 : 0xFF;
                float[] values = new float[from.remaining()];
                for (int index = 0; index < values.length; index++) {
                    values[index] = from.get(index) & mask;
                }
                return values;
            }
        }
    }

    private OnnxTensor tensor(Tensor values) throws OrtException {
        FloatBuffer memory = ByteBuffer.allocateDirect(Float.BYTES * values.values().length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values.values())
                .flip();
        return OnnxTensor.createTensor(environment, memory, values.shape());
    }

    private static ValueInfo value(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED, "its input " + node.getName() + " is no tensor");
        }
        return ValueInfo.tensor(node.getName(), type(info), Shape.of(info.getShape()));
    }

    private static OnnxException refused(OrtException refusal) {
        String said = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
        return new OnnxException(OnnxException.Reason.UNSUPPORTED, "ONNX Runtime refuses it: " + said);
    }
}
