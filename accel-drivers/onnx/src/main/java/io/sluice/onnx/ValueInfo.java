package io.sluice.onnx;

import java.util.List;
import java.util.Optional;

/** Name, type and shape of an input, an output or a tensor between operators (ValueInfoProto). */
public record ValueInfo(ProtoMessage message) {

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int TENSOR = 1;
    private static final int ELEMENT = 1;
    private static final int SHAPE = 2;
    private static final int DIMENSION = 1;
    private static final int SIZE = 1;

    /** A tensor of known type and shape. */
    public static ValueInfo tensor(String name, ElementType type, Shape shape) {
        ProtoMessage dimensions = new ProtoMessage();
        for (long size : shape.sizes()) {
            dimensions.add(DIMENSION, size == Shape.OPEN ? new ProtoMessage() : new ProtoMessage().add(SIZE, size));
        }
        ProtoMessage tensor = new ProtoMessage().add(ELEMENT, type.number()).add(SHAPE, dimensions);
        return new ValueInfo(new ProtoMessage().add(NAME, name).add(TYPE, new ProtoMessage().add(TENSOR, tensor)));
    }

    /** A value of which only the name is told; runtimes infer the rest. */
    public static ValueInfo named(String name) {
        return new ValueInfo(new ProtoMessage().add(NAME, name));
    }

    public String name() {
        return message.text(NAME);
    }

    /** Empty where the value is no tensor or its type is not told. */
    public Optional<ElementType> type() {
        return tensor().flatMap(tensor -> tensor.integer(ELEMENT)).filter(number -> number != 0).map(ElementType::of);
    }

    /** Empty where it is not told, not even how many sizes there are. */
    public Optional<Shape> shape() {
        return tensor().flatMap(tensor -> tensor.message(SHAPE)).map(shape -> new Shape(dimensions(shape)));
    }

    /** Whether the outermost size is open. A vector's only size is its length, not a batch. */
    boolean batchOpen() {
        List<Long> sizes = shape().map(Shape::sizes).orElse(List.of());
        return sizes.size() >= 2 && sizes.get(0) == Shape.OPEN;
    }

    /** Makes an outermost size that is open {@code pictures}. Returns whether it was. */
    boolean closeBatch(int pictures) {
        if (!batchOpen()) {
            return false;
        }
        ProtoMessage shape = tensor().flatMap(tensor -> tensor.message(SHAPE)).orElseThrow();
        List<ProtoMessage> dimensions = shape.messages(DIMENSION);
        dimensions.set(0, new ProtoMessage().add(SIZE, pictures));
        shape.replace(DIMENSION, dimensions);
        return true;
    }

    private Optional<ProtoMessage> tensor() {
        return message.message(TYPE).flatMap(type -> type.message(TENSOR));
    }

    private static List<Long> dimensions(ProtoMessage shape) {
        return shape.messages(DIMENSION).stream()
                .map(dimension -> dimension.integer(SIZE).orElse(Shape.OPEN))
                .toList();
    }
}
