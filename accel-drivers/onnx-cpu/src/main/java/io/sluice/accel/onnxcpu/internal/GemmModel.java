package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.model.ModelData;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * A model that multiplies two square matrices, of which the second is its weights: the work that networks consist of.
 * Field numbers are those of onnx.proto, package onnx.
 *
 * @param name for messages
 * @param bytes encoded
 */
record GemmModel(String name, byte[] bytes) implements ModelData {

    /** Rows and columns: a megabyte of weights as float32, as a layer of a detector has. */
    static final int SIZE = 512;

    private static final int FLOAT32 = 1;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;
    private static final int INT32 = 6;

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
        return of("gemm-float32", "MatMul", FLOAT32, FLOAT32, FLOAT32, weights.flip());
    }

    static GemmModel int8() {
        byte[] weights = new byte[SIZE * SIZE];
        new Random(1).nextBytes(weights);
        return of("gemm-int8", "MatMulInteger", UINT8, INT8, INT32, ByteBuffer.wrap(weights));
    }

    private static GemmModel of(String name, String operator, int in, int constant, int out, ByteBuffer weights) {
        ProtoMessage tensor = new ProtoMessage()
                .add(1, SIZE).add(1, SIZE).add(2, constant).add(8, "weights").add(9, weights);
        ProtoMessage node = new ProtoMessage().add(1, "x").add(1, "weights").add(2, "y").add(4, operator);
        ProtoMessage graph = new ProtoMessage()
                .add(1, node).add(2, name).add(5, tensor).add(11, value("x", in)).add(12, value("y", out));
        ProtoMessage model = new ProtoMessage()
                .add(1, 8).add(7, graph).add(8, new ProtoMessage().add(1, "").add(2, 13));
        return new GemmModel(name, model.toBytes());
    }

    private static ProtoMessage value(String name, int type) {
        ProtoMessage dimension = new ProtoMessage().add(1, SIZE);
        ProtoMessage shape = new ProtoMessage().add(1, dimension).add(1, dimension);
        ProtoMessage tensor = new ProtoMessage().add(1, type).add(2, shape);
        return new ProtoMessage().add(1, name).add(2, new ProtoMessage().add(1, tensor));
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
