package io.sluice.compression.internal.worker;

import io.sluice.onnx.run.Tensor;
import java.nio.FloatBuffer;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;

/** Frames in native memory, of which one at a time is on the heap: sixty of them can be more than all the rest. */
final class FrameList extends AbstractList<Map<String, Tensor>> {

    private final String input;
    private final long[] shape;
    private final List<FloatBuffer> frames;

    FrameList(String input, long[] shape, List<FloatBuffer> frames) {
        this.input = input;
        this.shape = shape;
        this.frames = List.copyOf(frames);
    }

    @Override
    public Map<String, Tensor> get(int index) {
        FloatBuffer frame = frames.get(index).duplicate().rewind();
        float[] values = new float[frame.remaining()];
        frame.get(values);
        return Map.of(input, new Tensor(shape, values));
    }

    @Override
    public int size() {
        return frames.size();
    }
}
