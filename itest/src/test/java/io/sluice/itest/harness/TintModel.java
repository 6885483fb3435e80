package io.sluice.itest.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An algorithm that names the brightest value of a tiny picture: in ONNX for processors, and in the form of the stand-in of
 * Ascend's library. Both give back their input.
 */
public final class TintModel {

    private static final int WIDTH = 8;
    private static final int HEIGHT = 4;
    private static final int CHANNELS = 3;

    private TintModel() {}

    /** Puts it into a gateway's model folder, one algorithm with a variant for each device. */
    public static void install(Path data, String id) throws IOException {
        Path folder = Models.folder(data, id);
        Files.write(folder.resolve("tint.onnx"), onnx());
        Files.write(folder.resolve("tint.om"), om());
        String labels = IntStream.range(0, WIDTH * HEIGHT * CHANNELS).mapToObj(number -> "v" + number)
                .collect(Collectors.joining(", "));
        Files.writeString(folder.resolve("algorithm.yaml"), """
                id: %s
                name: Tint
                version: 1.0.0
                licence: Apache-2.0
                models:
                  - id: tint
                    family: CLASSIFICATION
                    input: {width: %d, height: %d, channels: RGB, fit: STRETCH, mean: [0, 0, 0], scale: [255, 255, 255]}
                    labels: [%s]
                    thresholds: {score: 0, overlap: 0.5}
                    variants:
                      - {format: onnx, precision: float32, file: tint.onnx}
                      - {format: om, precision: float32, chip: Ascend310B4, file: tint.om}
                """.formatted(id, WIDTH, HEIGHT, labels));
    }

    /** As {@code model_file} in the stand-in: nothing fails, one output, y = 1 * x + 0. */
    private static byte[] om() {
        ByteBuffer file = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        file.put("OMTM".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(0).putInt(0).putInt(0).putInt(1).putInt(0);
        file.putInt(HEIGHT).putInt(WIDTH).putInt(CHANNELS);
        return file.putFloat(1).putFloat(0).array();
    }

    /** An Identity, written field by field as onnx.proto numbers them. */
    private static byte[] onnx() throws IOException {
        byte[] node = join(text(1, "picture"), text(2, "result"), text(4, "Identity"));
        byte[] graph = join(field(1, node), text(2, "tint"), field(11, value("picture")), field(12, value("result")));
        return join(number(1, 8), field(7, graph), field(8, number(2, 13)));
    }

    private static byte[] value(String name) throws IOException {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int size : new int[] {1, CHANNELS, HEIGHT, WIDTH}) {
            shape.write(field(1, number(1, size)));
        }
        return join(text(1, name), field(2, field(1, join(number(1, 1), field(2, shape.toByteArray())))));
    }

    private static byte[] text(int number, String value) throws IOException {
        return field(number, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] number(int number, int value) {
        return new byte[] {(byte) (number << 3), (byte) value};
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        for (int left = content.length; ; left >>>= 7) {
            out.write(left > 127 ? left & 127 | 128 : left);
            if (left <= 127) {
                break;
            }
        }
        out.write(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
