package io.sluice.onnx.quantise;

import io.sluice.onnx.TensorData;
import java.nio.ByteBuffer;

/**
 * Weights as signed 8-bit numbers around nought, each channel with a scale of its own.
 *
 * @param numbers as in the tensor
 * @param scales one a channel
 */
record Weights(byte[] numbers, float[] scales) {

    private static final float LEAST_SCALE = 1e-8f;

    /**
     * @param axis along which channels lie
     * @param floors least scale of each channel
     * @param most largest number used: 127, or 63 for processors whose 8-bit products saturate in 16 bits
     */
    static Weights of(TensorData tensor, int axis, float[] floors, int most) {
        float[] values = tensor.floats();
        int channels = (int) tensor.shape().size(axis);
        int inner = 1;
        for (int after = axis + 1; after < tensor.shape().rank(); after++) {
            inner *= (int) tensor.shape().size(after);
        }
        float[] scales = new float[channels];
        for (int index = 0; index < values.length; index++) {
            int channel = index / inner % channels;
            scales[channel] = Math.max(scales[channel], Math.abs(values[index]) / most);
        }
        for (int channel = 0; channel < channels; channel++) {
            scales[channel] = Math.max(Math.max(scales[channel], floors[channel]), LEAST_SCALE);
        }
        byte[] numbers = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            int number = Math.round(values[index] / scales[index / inner % channels]);
            numbers[index] = (byte) Math.min(most, Math.max(-most, number));
        }
        return new Weights(numbers, scales);
    }

    ByteBuffer raw() {
        return ByteBuffer.wrap(numbers);
    }
}
