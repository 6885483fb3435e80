package io.sluice.models.internal.store;

import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.archive.PackageWriter;
import io.sluice.algorithm.sign.PackageSignatures;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Makes packages: an algorithm of one model that adds nothing to its input, which {@link Doubler} runs. */
public final class PackageFixture {

    /** Within the model; must not be found in plain on the disk. */
    static final String MARKER = "THE-SECRET-OF-THE-MODEL";

    static final String PICTURE = "THE-PICTURE-OF-THE-VECTOR";

    private static final int VALUES = 3 * 4 * 4;

    private String id = "joints";
    private String version = "1.0";
    private String licence = "MIT";
    private float factor = 2;
    private int padding;
    private boolean free;
    private String vectors = "";

    public PackageFixture id(String other) {
        id = other;
        return this;
    }

    public PackageFixture version(String other) {
        version = other;
        return this;
    }

    PackageFixture licence(String yaml) {
        licence = yaml;
        return this;
    }

    /** What the test vector expects of each value; right is 2. */
    PackageFixture factor(float other) {
        factor = other;
        return this;
    }

    /** With a model that doubles as many pictures at once as are wanted, on a real device. */
    PackageFixture free() {
        free = true;
        return this;
    }

    /** A picture, whose content is of no format, and what is expected of it. */
    PackageFixture picture(String expectation) {
        vectors += "  - {input: scene.png, " + expectation + "}\n";
        return this;
    }

    /** Bytes of weights that nothing compresses. */
    public PackageFixture padding(int bytes) {
        padding = bytes;
        return this;
    }

    public Path write(Path directory) throws IOException {
        Path folder = Files.createTempDirectory(directory, ".package");
        Files.writeString(folder.resolve("algorithm.yaml"), """
                id: %s
                number: 7
                version: '%s'
                licence: %s
                models:
                  - id: net
                    family: YOLO
                    input: {width: 4, height: 4, channels: RGB, fit: STRETCH, mean: [0, 0, 0], scale: [1, 1, 1]}
                    labels: names.txt
                    variants:
                      - {format: onnx, precision: float32, file: net.onnx}
                stages:
                  - {id: detect, model: net}
                vectors:
                  - input: in.bin
                    shape: [1, 3, 4, 4]
                    model: net
                    outputs: [{file: out.bin, shape: [1, 3, 4, 4]}]
                """.formatted(id, version, licence) + vectors);
        Files.writeString(folder.resolve("scene.png"), PICTURE);
        Files.writeString(folder.resolve("names.txt"), "good\nbad\n");
        Files.write(folder.resolve("net.onnx"), model());
        Files.write(folder.resolve("in.bin"), tensor(1));
        Files.write(folder.resolve("out.bin"), tensor(factor));
        Path target = directory.resolve(id + "-" + version + PackageFile.SUFFIX);
        PackageWriter.pack(folder, target);
        return target;
    }

    public Path writeSigned(Path directory, PrivateKey key) throws IOException {
        Path file = write(directory);
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            PackageSignatures.sign(opened, key, file);
        }
        return file;
    }

    private byte[] model() {
        OnnxModel model = OnnxModel.create(13, MARKER);
        Shape shape = Shape.of(free ? Shape.OPEN : 1, 3, 4, 4);
        model.graph()
                .inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, shape)))
                .outputs(List.of(ValueInfo.tensor("y", ElementType.FLOAT, shape)))
                .add(free ? Node.of("Add", List.of("x", "x"), List.of("y"))
                        : Node.of("Identity", List.of("x"), List.of("y")));
        if (padding > 0) {
            float[] weights = new float[padding / Float.BYTES];
            Random random = new Random(version.hashCode());
            for (int index = 0; index < weights.length; index++) {
                weights[index] = random.nextFloat();
            }
            model.graph().add(TensorData.of("w", weights, weights.length));
        }
        return model.toBytes();
    }

    private static byte[] tensor(float factor) {
        ByteBuffer bytes = ByteBuffer.allocate(VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; index < VALUES; index++) {
            bytes.putFloat(factor * index / VALUES);
        }
        return bytes.array();
    }
}
