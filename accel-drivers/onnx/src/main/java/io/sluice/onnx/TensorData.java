package io.sluice.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** A tensor with its values (TensorProto): a view that edits the message. Not thread-safe. */
public record TensorData(ProtoMessage message) {

    private static final int DIMS = 1;
    private static final int TYPE = 2;
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int STRING_DATA = 6;
    private static final int INT64_DATA = 7;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int UINT64_DATA = 11;
    private static final int EXTERNAL_DATA = 13;
    private static final int LOCATION = 14;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    public static TensorData of(String name, float[] values, long... sizes) {
        ByteBuffer raw = little(Float.BYTES * values.length);
        raw.asFloatBuffer().put(values);
        return of(name, ElementType.FLOAT, raw, sizes);
    }

    public static TensorData of(String name, long[] values, long... sizes) {
        ByteBuffer raw = little(Long.BYTES * values.length);
        raw.asLongBuffer().put(values);
        return of(name, ElementType.INT64, raw, sizes);
    }

    public static TensorData of(String name, int[] values, long... sizes) {
        ByteBuffer raw = little(Integer.BYTES * values.length);
        raw.asIntBuffer().put(values);
        return of(name, ElementType.INT32, raw, sizes);
    }

    /** @param raw elements in little-endian order; not copied */
    public static TensorData of(String name, ElementType type, ByteBuffer raw, long... sizes) {
        ProtoMessage message = new ProtoMessage();
        for (long size : sizes) {
            message.add(DIMS, size);
        }
        return new TensorData(message.add(TYPE, type.number()).add(NAME, name).add(RAW_DATA, raw));
    }

    public String name() {
        return message.text(NAME);
    }

    public ElementType type() {
        return ElementType.of(message.integer(TYPE).orElse(0L));
    }

    public Shape shape() {
        Shape shape = Shape.of(message.integers(DIMS));
        if (shape.sizes().stream().anyMatch(size -> size < 0)) {
            throw OnnxException.inconsistent("the tensor " + name() + " has a negative size");
        }
        return shape;
    }

    public long elements() {
        return shape().elements().orElseThrow();
    }

    /**
     * Where the values lie, if not in this file: a path from the model's folder, as it is written there.
     *
     * @throws OnnxException when it is written more than once, of which readers take different ones
     */
    public Optional<String> externalLocation() {
        boolean external = message.integer(LOCATION).orElse(0L) != 0 || !message.all(EXTERNAL_DATA).isEmpty();
        if (!external) {
            return Optional.empty();
        }
        List<String> locations = message.messages(EXTERNAL_DATA).stream()
                .filter(entry -> entry.text(KEY).equals("location"))
                .map(entry -> entry.text(VALUE))
                .toList();
        if (locations.size() > 1) {
            throw OnnxException.malformed("the tensor " + name() + " is said to lie in several files");
        }
        return Optional.of(locations.isEmpty() ? "" : locations.get(0));
    }

    /** Every place that a runtime may take for that of the values, also where {@link #externalLocation()} refuses. */
    List<String> externalLocations() {
        return message.messages(EXTERNAL_DATA).stream()
                .filter(entry -> last(entry.texts(KEY)).equals("location"))
                .map(entry -> last(entry.texts(VALUE)))
                .toList();
    }

    /** Of a field that comes twice, protocol buffers' own readers take the last. */
    private static String last(List<String> texts) {
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    /** The values in little-endian order, where they are written as plain bytes. */
    public Optional<ByteBuffer> raw() {
        return message.bytes(RAW_DATA).map(bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * Copies the values of a single-precision tensor.
     *
     * @throws OnnxException when it is none, or its data do not fit its shape
     */
    public float[] floats() {
        if (type() != ElementType.FLOAT || externalLocation().isPresent()) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED,
                    "the tensor " + name() + " has no single-precision values in this file");
        }
        checkData();
        ByteBuffer bytes = raw().orElseGet(() -> message.fixed(FLOAT_DATA));
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /**
     * Compares what the shape declares with the data that are there. External data are not looked at.
     *
     * @throws OnnxException when they differ
     */
    public void checkData() {
        long elements = elements();
        ElementType type = type();
        if (externalLocation().isPresent()) {
            return;
        }
        Optional<ByteBuffer> raw = raw();
        boolean fits = raw.isPresent()
                ? type != ElementType.STRING && raw.get().remaining() == bytes(elements, type)
                : listed(type) == listedFor(elements, type);
        if (!fits) {
            throw OnnxException.inconsistent("the tensor " + name() + " declares " + shape() + " elements of " + type
                    + ", its data are of another size");
        }
    }

    private static long bytes(long elements, ElementType type) {
        if (elements > Long.MAX_VALUE / 128) {
            throw OnnxException.tooLarge("a tensor has " + elements + " elements");
        }
        return type.bytes(elements);
    }

    private long listed(ElementType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> message.fixedBytes(FLOAT_DATA);
            case DOUBLE, COMPLEX128 -> message.fixedBytes(DOUBLE_DATA);
            case INT64 -> message.countIntegers(INT64_DATA);
            case UINT32, UINT64 -> message.countIntegers(UINT64_DATA);
            case STRING -> message.all(STRING_DATA).size();
            default -> message.countIntegers(INT32_DATA);
        };
    }

    private static long listedFor(long elements, ElementType type) {
        return switch (type) {
            case FLOAT, COMPLEX64, DOUBLE, COMPLEX128 -> bytes(elements, type);
            // Two to a number.
            case UINT4, INT4, FLOAT4E2M1 -> bytes(elements, type);
            default -> elements;
        };
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
