package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.model.ModelData;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A model that multiplies two square matrices, of which the second is its weights: the work that networks consist of.
 *
 * @param name for messages
 * @param bytes encoded
 */
record GemmModel(String name, byte[] bytes) implements ModelData {

    /** Rows and columns: a megabyte of weights as float32, as a layer of a detector has. */
    static final int SIZE = 512;

    /** Version of ONNX's operators that has both multiplications. */
    private static final int OPERATORS = 13;

    /** The matrices' product takes so many multiplications and additions. */
    static double operations() {
        return 2.0 * SIZE * SIZE * SIZE;
    }

    static GemmModel float32() {
        ByteBuffer weights = ByteBuffer.allocate(SIZE * SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        while (weights.hasRemaining()) {
            weights.putFloat(random.nextFloat() - 0.5f);
        }
        return of("gemm-float32", "MatMul", ElementType.FLOAT, ElementType.FLOAT, ElementType.FLOAT, weights.flip());
    }

    static GemmModel int8() {
        byte[] weights = new byte[SIZE * SIZE];
        new Random(1).nextBytes(weights);
        return of("gemm-int8", "MatMulInteger", ElementType.UINT8, ElementType.INT8, ElementType.INT32,
                ByteBuffer.wrap(weights));
    }

    private static GemmModel of(
            String name, String operator, ElementType in, ElementType constant, ElementType out, ByteBuffer weights) {
        OnnxModel model = OnnxModel.create(OPERATORS, name);
        model.graph()
                .inputs(List.of(ValueInfo.tensor("x", in, Shape.of(SIZE, SIZE))))
                .outputs(List.of(ValueInfo.tensor("y", out, Shape.of(SIZE, SIZE))))
                .add(TensorData.of("weights", constant, weights, SIZE, SIZE))
                .add(Node.of(operator, List.of("x", "weights"), List.of("y")));
        return new GemmModel(name, model.toBytes());
    }

    @Override
    public String format() {
        return "onnx";
    }

    @Override
    public String sha256() {
        return "";
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public Content open() {
        NativeMemory memory = NativeMemory.allocate(bytes.length);
        memory.view().put(0, bytes);
        return memory;
    }
}
