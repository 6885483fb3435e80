package io.sluice.accel.rockchip.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Puts the colour planes of pictures together pixel by pixel, from NCHW to NHWC. By rows and through arrays: copying those
 * whole is far faster than element by element through buffers. Used by one thread at a time.
 */
final class Interleaver {

    private final int pictures;
    private final int channels;
    private final int rows;
    private final float[] plane;
    private final float[] mixed;

    /** @param shape as NCHW */
    Interleaver(long[] shape) {
        pictures = Math.toIntExact(shape[0]);
        channels = Math.toIntExact(shape[1]);
        rows = Math.toIntExact(shape[2]);
        plane = new float[Math.toIntExact(shape[3])];
        mixed = new float[Math.multiplyExact(channels, plane.length)];
    }

    void interleave(ByteBuffer planar, ByteBuffer interleaved) {
        FloatBuffer from = planar.duplicate().order(planar.order()).clear().asFloatBuffer();
        FloatBuffer to = interleaved.duplicate().order(interleaved.order()).clear().asFloatBuffer();
        for (int picture = 0; picture < pictures; picture++) {
            for (int row = 0; row < rows; row++) {
                for (int channel = 0; channel < channels; channel++) {
                    from.get(((picture * channels + channel) * rows + row) * plane.length, plane);
                    for (int column = 0, at = channel; column < plane.length; column++, at += channels) {
                        mixed[at] = plane[column];
                    }
                }
                to.put((picture * rows + row) * mixed.length, mixed);
            }
        }
    }
}
