package io.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.algorithm.archive.Samples;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A maker packs, signs and tests an algorithm; an integrator verifies it. With the real ONNX Runtime. */
final class AlgorithmCommandTest {

    private static final String VECTORS = """
            vectors:
              - {input: in.bin, shape: [1, 3, 2, 4], model: same, outputs: [{file: out.npy}]}
            """;

    @TempDir
    private Path temp;

    private Path folder;
    private Path file;
    private Clock clock = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void sample() throws IOException {
        folder = Samples.folder(temp);
        file = temp.resolve("sample.algorithm");
    }

    @Test
    void aSignedPackageIsVerifiedAgainstTrustedKeys() throws IOException {
        Answer packed = run("pack", folder, "-o", file);
        assertEquals(0, packed.code(), packed.err());
        assertTrue(packed.out().contains("sample 1.0.0, 1 models, 0 test vectors, SHA-256 "), packed.out());
        Path trust = Files.createDirectories(temp.resolve("trust"));
        Answer unsigned = run("verify", file, "--trust", trust);
        assertEquals(1, unsigned.code());
        assertTrue(unsigned.err().contains("[package.signature.missing]"), unsigned.err());
        for (String kind : List.of("ed25519", "sm2")) {
            assertEquals(0, run("keygen", temp.resolve(kind), "--kind", kind).code());
            Answer signed = run("sign", file, "--key", temp.resolve(kind + ".key.pem"));
            assertEquals(0, signed.code(), signed.err());
        }
        assertTrue(run("verify", file, "--trust", trust).err().contains("[package.signature.untrusted]"));
        Files.copy(temp.resolve("sm2.pem"), trust.resolve("maker.pem"));
        Answer verified = run("verify", file, "--trust", trust);
        assertEquals(0, verified.code(), verified.err());
        assertTrue(verified.out().contains(": maker\n") && verified.out().contains("ed25519"), verified.out());
    }

    @Test
    void verifySaysWhatOfEachModelWasChecked() throws IOException {
        manifest("[{file: models/same.onnx}]", "[{file: models/same.onnx}, {file: models/same.mnn}, {file: models/same.engine}]");
        Files.write(folder.resolve("models/same.mnn"), new byte[100]);
        Files.write(folder.resolve("models/same.engine"), "ftrt\u0007\0\0\0more".getBytes(StandardCharsets.US_ASCII));
        assertEquals(0, run("pack", folder, "-o", file).code());
        String shown = run("verify", file).out();
        assertTrue(shown.contains("  models/same.onnx: ONNX, checked\n"), shown);
        assertTrue(shown.contains("  models/same.mnn: format mnn, not checked: the gateway does not know it\n"), shown);
        assertTrue(shown.contains("  models/same.engine: TensorRT engine of serial version 7, mark checked;"), shown);
        Files.write(folder.resolve("models/same.engine"), "IMOD of another".getBytes(StandardCharsets.US_ASCII));
        assertTrue(run("pack", folder, "-o", file).err().contains("begins with IMOD as files of the format om do"));
    }

    @Test
    void secretKeysAreForTheirOwnerOnlyAndNeverReplaced() throws IOException {
        Path name = temp.resolve("maker");
        assertEquals(0, run("keygen", name).code());
        Path secret = temp.resolve("maker.key.pem");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
        String before = Files.readString(secret);
        Answer again = run("keygen", name);
        assertEquals(1, again.code());
        assertTrue(again.err().contains("already"), again.err());
        assertEquals(before, Files.readString(secret));
    }

    @Test
    void aDamagedPackageIsRefusedWithItsCode() throws IOException {
        run("pack", folder, "-o", file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Answer refused = run("verify", file);
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("[package."), refused.err());
        assertEquals("", refused.out());
    }

    @Test
    void anExpiredLicenceIsNotVerified() throws IOException {
        manifest("file: LICENSE}", "file: LICENSE, not_after: 2026-05-31}");
        assertEquals(0, run("pack", folder, "-o", file).code());
        assertTrue(run("verify", file).err().contains("[package.licence.expired]"));
        clock = Clock.fixed(Instant.parse("2026-05-31T12:00:00Z"), ZoneOffset.UTC);
        assertEquals(0, run("verify", file).code());
    }

    @Test
    void aMistakeInTheManifestIsNamedByItsPath() throws IOException {
        manifest("width: 4", "width: 0");
        Answer refused = run("pack", folder, "-o", file);
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("models[0].input.width"), refused.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void testVectorsPassOrFailWithNumbers() throws IOException {
        manifest("arguments:", VECTORS + "arguments:");
        tensors(0);
        assertEquals(0, run("pack", folder, "-o", file).code());
        Answer passed = run("test", file);
        assertEquals(0, passed.code(), passed.out() + passed.err());
        assertTrue(passed.out().contains("pass  model same, onnx float32: "), passed.out());
        assertTrue(passed.out().contains("pass  vector in.bin, model same"), passed.out());
        assertTrue(passed.out().contains("out.npy: largest difference 0.000, allowed"), passed.out());
        tensors(0.25f);
        run("pack", folder, "-o", file);
        Answer failed = run("test", file);
        assertEquals(1, failed.code());
        assertTrue(failed.out().contains("FAIL  vector in.bin, model same"), failed.out());
        assertTrue(failed.out().contains("1 of 24 values are too far off, the largest difference is 0.2500"), failed.out());
    }

    @Test
    void aVectorOfAnotherShapeFails() throws IOException {
        manifest("arguments:", VECTORS.replace("[1, 3, 2, 4]", "[1, 3, 4, 2]") + "arguments:");
        tensors(0);
        run("pack", folder, "-o", file);
        Answer failed = run("test", file);
        assertEquals(1, failed.code());
        assertTrue(failed.out().contains("has the shape [1, 3, 2, 4] of FLOAT32, the vector's is [1, 3, 4, 2]"), failed.out());
    }

    @Test
    void operatorsAreRunAsInTheGateway() throws IOException {
        Path calm = Files.createDirectories(temp.resolve("calm"));
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR), "png", calm.resolve("a.png").toFile());
        String manifest = """
                id: calm
                version: 1.0.0
                stages: [{id: calm, operator: denoise}]
                vectors: [{input: a.png, detections: []}]
                """;
        assertEquals("pass  vector a.png\n      nothing found, as expected\n", tested(calm, manifest));
        String unknown = tested(calm, manifest.replace("denoise", "frobnicate"));
        assertTrue(unknown.startsWith("FAIL  vector a.png") && unknown.contains("no operator 'frobnicate'"), unknown);
        String wrong = tested(calm, manifest.replace("denoise", "denoise, arguments: {frobnicate: 1}"));
        assertTrue(wrong.startsWith("FAIL  vector a.png") && wrong.contains("frobnicate"), wrong);
    }

    private String tested(Path made, String manifest) throws IOException {
        Files.writeString(made.resolve("algorithm.yaml"), manifest);
        Answer packed = run("pack", made, "-o", file);
        assertEquals(0, packed.code(), packed.err());
        return run("test", file).out();
    }

    /** A real detector, and a picture of a person; both lie beside the project. */
    @Test
    void aRealDetectorFindsWhatItsVectorSays() throws Exception {
        Path assets = Path.of(System.getenv().getOrDefault("SLUICE_ASSETS", "../../../shared/assets")).toAbsolutePath().normalize();
        Path detector = Files.createDirectories(temp.resolve("detector"));
        boolean there = Files.exists(assets.resolve("models/FastestDet.onnx"))
                && picture(assets.resolve("videos/one-by-one-person-detection.mp4"), detector.resolve("person.png"));
        if (!there) {
            System.out.println("skipped: no models and videos at " + assets + ", or no ffmpeg");
        }
        assumeTrue(there);
        Files.copy(assets.resolve("models/FastestDet.onnx"), detector.resolve("model.onnx"));
        Files.copy(assets.resolve("models/coco.names"), detector.resolve("coco.names"));
        String manifest = """
                id: fastestdet
                version: 1.0.0
                family: FASTESTDET
                input: {width: 352, height: 352, channels: BGR, fit: STRETCH, mean: [0, 0, 0], scale: [255, 255, 255]}
                labels: coco.names
                thresholds: {score: 0.8}
                model: model.onnx
                vectors:
                  - input: person.png
                    detections: [{label: person, score: 0.9, box: {x: 0.48, y: 0.03, width: 0.2, height: 0.86}}]
                """;
        Files.writeString(detector.resolve("algorithm.yaml"), manifest);
        run("pack", detector, "-o", file);
        Answer passed = run("test", file);
        assertEquals(0, passed.code(), passed.out() + passed.err());
        Files.writeString(detector.resolve("algorithm.yaml"), manifest.replace("x: 0.48", "x: 0.1"));
        run("pack", detector, "-o", file);
        Answer failed = run("test", file);
        assertEquals(1, failed.code());
        assertTrue(failed.out().contains("missing person") && failed.out().contains("unexpected person"), failed.out());
    }

    @Test
    void helpNamesEveryVerbAndTheExitCodes() {
        Answer help = run("help");
        assertEquals(0, help.code());
        for (String word : List.of("pack", "keygen", "sign", "verify", "test", "Exit codes")) {
            assertTrue(help.out().contains("\n  " + word) || help.out().contains("\n" + word), word);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "frobnicate", "pack", "pack a b", "pack missing-folder", "sign x", "verify --trust", "verify x --key y", "test",
        "keygen x --kind rsa", "verify x --trust missing-folder", "sign x --key a --key b",
    })
    void whatIsCalledWronglyPrintsHelpAsAnError(String line) {
        Answer refused = run((Object[]) line.split(" "));
        assertEquals(2, refused.code(), refused.err());
        assertEquals("", refused.out());
        assertTrue(refused.err().startsWith("sluice algorithm: ") && refused.err().contains("Usage:"), refused.err());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Answer refused = run("verify", temp.resolve("none.algorithm"));
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("there is no file") && refused.err().contains("none.algorithm"), refused.err());
    }

    private static boolean picture(Path video, Path target) throws Exception {
        try {
            return Files.exists(video) && new ProcessBuilder(
                    "ffmpeg", "-v", "error", "-ss", "8", "-i", video.toString(), "-frames:v", "1", target.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private void manifest(String right, String wrong) throws IOException {
        assertTrue(Samples.MANIFEST.contains(right));
        Files.writeString(folder.resolve("algorithm.yaml"), Samples.MANIFEST.replace(right, wrong));
    }

    /** Of a model that gives back what it is given; the last value is expected to be this far off. */
    private void tensors(float off) throws IOException {
        ByteBuffer values = ByteBuffer.allocate(24 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; index < 24; index++) {
            values.putFloat(index / 8f);
        }
        Files.write(folder.resolve("in.bin"), values.array());
        values.putFloat(23 * Float.BYTES, 23 / 8f + off);
        byte[] header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 2, 4), }                     \n"
                .getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("out.npy"), ByteBuffer.allocate(10 + header.length + values.capacity())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length).put(header).put(values.array()).array());
    }

    private Answer run(Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new AlgorithmCommand(new PrintStream(out, true), new PrintStream(err, true), clock)
                .run(Stream.of(words).map(Object::toString).toList());
        return new Answer(code, out.toString(), err.toString());
    }
}
