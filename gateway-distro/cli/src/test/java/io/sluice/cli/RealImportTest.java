package io.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.algorithm.seal.Cipher;
import io.sluice.analytics.internal.trial.AlgorithmTrial;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.models.internal.store.OpenStore;
import io.sluice.models.internal.store.SignaturePolicy;
import io.sluice.models.internal.store.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's import judges real detectors on a real picture as the command line does. */
final class RealImportTest {

    private static final Path ASSETS =
            Path.of(System.getenv().getOrDefault("SLUICE_ASSETS", "../../../shared/assets")).toAbsolutePath().normalize();
    private static final String PERSON = "{label: person, score: 0.9, box: {x: 0.48, y: 0.03, width: 0.2, height: 0.86}}";

    @TempDir
    private Path temp;

    private Path folder;
    private OnnxCpu processor;
    private Optional<PictureTrial> trial = Optional.empty();
    private OpenStore store;

    @BeforeEach
    void detector() throws Exception {
        folder = Files.createDirectories(temp.resolve("detector"));
        Path video = ASSETS.resolve("videos/one-by-one-person-detection.mp4");
        boolean there = Files.exists(ASSETS.resolve("models/FastestDet.onnx")) && Files.exists(video)
                && picture(video, "person.png") && picture(video, "person.jpg");
        if (!there) {
            System.out.println("skipped: no models and videos at " + ASSETS + ", or no ffmpeg");
        }
        assumeTrue(there);
        Files.copy(ASSETS.resolve("models/FastestDet.onnx"), folder.resolve("model.onnx"));
        Files.copy(ASSETS.resolve("models/coco.names"), folder.resolve("coco.names"));
        processor = new OnnxCpu();
        trial = Optional.of(new AlgorithmTrial(Operators.find()::named));
        store = OpenStore.open(
                new StoreOptions(temp.resolve("algorithms"), temp.resolve("identity/gateway.key"), temp.resolve("trusted"),
                        SignaturePolicy.NONE, Cipher.AES_256_GCM, "", 5, 100_000_000, Duration.ofSeconds(60)),
                () -> List.of(processor), () -> trial, Clock.systemUTC(), System::nanoTime, () -> { });
    }

    @AfterEach
    void close() {
        if (processor != null) {
            processor.close();
        }
    }

    @Test
    void whatFindsThePersonIsUsed() throws Exception {
        Path file = pack("1", "person.png", PERSON);
        assertTrue(tested(file).contains("found person: overlap "));
        AlgorithmVersion version = add(file);
        assertEquals(AlgorithmStatus.IN_USE, version.status());
        String line = version.tests().get(version.tests().size() - 1);
        assertTrue(line.startsWith("person.png on cpu-0: found person: overlap 0.9"), line);
    }

    @Test
    void aWrongExpectationIsRefusedWithTheNumbersThatTheCommandLineShows() throws Exception {
        Path file = pack("1", "person.jpg", PERSON.replace("x: 0.48", "x: 0.1"));
        SluiceException refused = assertThrows(RejectedException.class, () -> add(file));
        assertEquals("model.test.failed", refused.code());
        String shown = tested(file).lines().filter(line -> line.contains("missing person")).findFirst().orElseThrow();
        assertTrue(shown.contains("at least 0.700 is needed"), shown);
        assertTrue(refused.getMessage().contains(shown.strip()), refused.getMessage());
        assertEquals(List.of(), store.algorithms().versions());
    }

    @Test
    void aPictureThatIsCutOffOrNoneIsRefused() throws Exception {
        for (String name : List.of("person.png", "person.jpg")) {
            byte[] whole = Files.readAllBytes(folder.resolve(name));
            for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length / 2), Arrays.copyOf(whole, 20), "no picture".getBytes())) {
                Files.write(folder.resolve(name), damaged);
                Path file = pack("1", name, PERSON);
                SluiceException refused = assertThrows(RejectedException.class, () -> add(file), name + " of " + damaged.length);
                assertEquals("model.test.picture", refused.code());
                assertTrue(refused.getMessage().contains(name), refused.getMessage());
            }
        }
        assertEquals(List.of(), store.algorithms().versions());
    }

    @Test
    void whatWasImportedWhileNobodyCouldLookIsTriedLater() throws Exception {
        Optional<PictureTrial> present = trial;
        trial = Optional.empty();
        assertEquals(AlgorithmStatus.NOT_YET_TRIED, add(pack("1", "person.png", PERSON)).status());
        assertEquals(AlgorithmStatus.NOT_YET_TRIED, add(pack("2", "person.png", PERSON.replace("person", "bird"))).status());
        trial = present;
        store.trials().look();
        assertEquals(
                List.of("1 IN_USE", "2 TEST_FAILED"),
                store.algorithms().versions().stream().map(one -> one.version() + " " + one.status()).sorted().toList());
    }

    private AlgorithmVersion add(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return store.algorithms().add(in, Activation.ALWAYS);
        }
    }

    private Path pack(String version, String picture, String expected) throws IOException {
        Files.writeString(folder.resolve("algorithm.yaml"), """
                id: fastestdet
                version: '%s'
                family: FASTESTDET
                input: {width: 352, height: 352, channels: BGR, fit: STRETCH, mean: [0, 0, 0], scale: [255, 255, 255]}
                labels: coco.names
                thresholds: {score: 0.8}
                model: model.onnx
                vectors:
                  - {input: %s, detections: [%s]}
                """.formatted(version, picture, expected));
        Path file = temp.resolve("detector-" + version + ".algorithm");
        Files.deleteIfExists(file);
        run("pack", folder.toString(), "-o", file.toString());
        return Files.copy(file, file.resolveSibling("copy-" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String tested(Path file) {
        return run("test", file.toString());
    }

    private static String run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AlgorithmCommand(new PrintStream(out, true), System.err, Clock.systemUTC()).run(List.of(words));
        return out.toString();
    }

    private boolean picture(Path video, String name) throws Exception {
        try {
            return new ProcessBuilder(
                    "ffmpeg", "-v", "error", "-ss", "8", "-i", video.toString(), "-q:v", "2", "-frames:v", "1",
                    folder.resolve(name).toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
