package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;

/**
 * Tries whether the results of a picture are the same whatever shares its run. They are not where a model computes over all
 * pictures, such as one that was quantised dynamically: it scales a whole tensor by its largest number.
 */
final class Independence {

    /** Kernels for another size round otherwise; half precision does so in the third digit. */
    private static final float LIKE_ALONE = 0.02f;
    /** The same kernels on the same numbers. */
    private static final float LIKE_BEFORE = 0.001f;
    private static final float LOUD = 100;

    private Independence() {}

    /** @return why the model is not to be run with several pictures; empty where nothing speaks against it */
    static Optional<String> obstacle(InferenceSession session, int pictures) {
        try (Binding alone = session.bind(); Binding batch = session.bind(pictures)) {
            for (int input = 0; input < session.inputs().size(); input++) {
                TensorSpec spec = session.inputs().get(input);
                fill(alone.input(input), 0, spec, 1, 1);
                fill(batch.input(input), 0, spec, 1, 1);
                fill(batch.input(input), pictures - 1, spec, 2, 1);
            }
            alone.run();
            batch.run();
            for (int output = 0; output < session.outputs().size(); output++) {
                TensorSpec spec = session.outputs().get(output);
                if (batch.output(output).remaining() != pictures * TensorSizes.bytes(spec)
                        || !alike(alone.output(output), batch.output(output), spec, LIKE_ALONE)) {
                    return Optional.of("the results of a picture differ from those it has alone");
                }
            }
            return disturbed(session, batch, pictures);
        }
    }

    private static Optional<String> disturbed(InferenceSession session, Binding batch, int pictures) {
        ByteBuffer[] before = new ByteBuffer[session.outputs().size()];
        for (int output = 0; output < before.length; output++) {
            int bytes = TensorSizes.bytes(session.outputs().get(output));
            before[output] = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
            before[output].put(0, batch.output(output), 0, bytes);
        }
        for (int input = 0; input < session.inputs().size(); input++) {
            fill(batch.input(input), pictures - 1, session.inputs().get(input), 3, LOUD);
        }
        batch.run();
        for (int output = 0; output < before.length; output++) {
            if (!alike(before[output], batch.output(output), session.outputs().get(output), LIKE_BEFORE)) {
                return Optional.of("the pictures of a run influence each other");
            }
        }
        return Optional.empty();
    }

    /** Numbers as pictures have them; indices and the like stay 0, which each model takes. */
    private static void fill(ByteBuffer tensor, int picture, TensorSpec spec, long seed, float loudness) {
        int bytes = TensorSizes.bytes(spec);
        int from = picture * bytes;
        Random random = new Random(seed);
        for (int at = from; at < from + bytes; at += spec.type().bytes()) {
            if (spec.type() == TensorSpec.ElementType.FLOAT32) {
                tensor.putFloat(at, random.nextFloat() * loudness);
            } else if (spec.type() == TensorSpec.ElementType.UINT8) {
                tensor.put(at, (byte) random.nextInt());
            }
        }
    }

    /** The first picture's part of both. */
    private static boolean alike(ByteBuffer one, ByteBuffer other, TensorSpec spec, float tolerance) {
        if (spec.type() != TensorSpec.ElementType.FLOAT32) {
            // Classes chosen by rounding may differ from kernel to kernel, but not with the same one.
            int bytes = TensorSizes.bytes(spec);
            return tolerance == LIKE_ALONE || one.slice(0, bytes).equals(other.slice(0, bytes));
        }
        float largest = 0;
        float difference = 0;
        for (int at = 0; at < TensorSizes.bytes(spec); at += Float.BYTES) {
            float value = one.getFloat(at);
            largest = Math.max(largest, Math.abs(value));
            if (Float.compare(value, other.getFloat(at)) != 0) {
                difference = Math.max(difference, Math.abs(value - other.getFloat(at)));
            }
        }
        return difference <= tolerance * largest + Float.MIN_NORMAL;
    }
}
