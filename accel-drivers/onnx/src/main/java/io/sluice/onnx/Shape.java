package io.sluice.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A tensor's sizes.
 *
 * @param sizes outermost first; -1 stands for one that is open
 */
public record Shape(List<Long> sizes) {

    public static final long OPEN = -1;

    public Shape {
        sizes = List.copyOf(sizes);
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    public int rank() {
        return sizes.size();
    }

    public long size(int axis) {
        return sizes.get(axis);
    }

    /**
     * Elements there are; empty where a size is open.
     *
     * @throws OnnxException when a size is negative or the product is beyond all numbers
     */
    public OptionalLong elements() {
        long product = 1;
        boolean open = false;
        for (long size : sizes) {
            if (size < OPEN) {
                throw OnnxException.inconsistent("a tensor has the size " + size);
            }
            open |= size == OPEN;
            // A zero must not hide sizes that some reader multiplies before it sees the zero.
            if (Math.multiplyHigh(product, Math.max(1, size)) != 0 || product * Math.max(1, size) < 0) {
                throw OnnxException.tooLarge("a tensor has the sizes " + this);
            }
            product *= Math.max(1, size);
        }
        return open ? OptionalLong.empty() : OptionalLong.of(sizes.contains(0L) ? 0 : product);
    }

    public long[] toArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return sizes.stream().map(size -> size == OPEN ? "?" : size.toString()).collect(Collectors.joining("x"));
    }
}
