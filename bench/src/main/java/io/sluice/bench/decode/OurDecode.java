package io.sluice.bench.decode;

import io.sluice.api.model.InputSpec;
import io.sluice.api.stream.AccessUnit;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.picture.tensor.TensorWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The gateway's own way from access units to a tensor, with the classes the analysis uses. */
final class OurDecode {

    static final int SIDE = 640;

    private static final int PLANE_BYTES = SIDE * SIDE * Float.BYTES;
    private static final InputSpec INPUT = new InputSpec(SIDE, SIDE, InputSpec.Channels.RGB, InputSpec.Fit.STRETCH,
            List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));

    private final List<AccessUnit> units;
    private final ByteBuffer tensor =
            ByteBuffer.allocateDirect(3 * PLANE_BYTES + 128).alignedSlice(64).order(ByteOrder.nativeOrder());

    OurDecode(List<AccessUnit> units) {
        this.units = units;
    }

    /** @return how many pictures came out */
    int run() {
        int[] pictures = new int[1];
        run(() -> pictures[0]++);
        return pictures[0];
    }

    /** MD5 of each picture, planes in the order the command-line program writes them: green, blue, red. */
    List<String> digests() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        List<String> digests = new ArrayList<>();
        run(() -> {
            digest.update(tensor.slice(PLANE_BYTES, PLANE_BYTES));
            digest.update(tensor.slice(2 * PLANE_BYTES, PLANE_BYTES));
            digest.update(tensor.slice(0, PLANE_BYTES));
            digests.add(HexFormat.of().formatHex(digest.digest()));
        });
        return digests;
    }

    private void run(Runnable onTensor) {
        try (FrameDecoder decoder = new FrameDecoder(units.get(0).format());
                TensorWriter writer = new TensorWriter(INPUT, tensor)) {
            for (AccessUnit unit : units) {
                decoder.send(unit, true);
                take(decoder, writer, onTensor);
            }
            decoder.drain();
            take(decoder, writer, onTensor);
        }
    }

    private static void take(FrameDecoder decoder, TensorWriter writer, Runnable onTensor) {
        while (decoder.next()) {
            writer.write(decoder.frame());
            onTensor.run();
        }
    }
}
