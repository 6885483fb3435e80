package io.sluice.onnx;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes bytes as accidents and enemies do. */
final class Damage {

    /** Structure is dense at both ends of a model and thin among the weights. */
    private static final int DENSE = 4096;

    private Damage() {}

    static byte[] to(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            bytes = bytes.length == 0 ? bytes : once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, SplittableRandom random) {
        int at = place(bytes.length, random);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = (byte) 0xFF;
            // The largest numbers: lengths and sizes beyond everything.
            case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 9), (byte) 0xFF);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 5 -> {
                int length = Math.min(random.nextInt(64), bytes.length - at);
                System.arraycopy(bytes, at, bytes, place(bytes.length - length, random), length);
            }
            default -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 64);
                System.arraycopy(bytes, at, longer, at + 64, bytes.length - at);
                return longer;
            }
        }
        return bytes;
    }

    private static int place(int length, SplittableRandom random) {
        int within = Math.max(1, length);
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(Math.min(DENSE, within));
            case 1 -> within - 1 - random.nextInt(Math.min(DENSE, within));
            default -> random.nextInt(within);
        };
    }
}
