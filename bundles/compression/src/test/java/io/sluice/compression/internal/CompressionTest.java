package io.sluice.compression.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.algorithm.ModelEntry;
import io.sluice.algorithm.VariantEntry;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.compression.internal.job.Job;
import io.sluice.compression.internal.job.JobQueue;
import io.sluice.compression.internal.job.State;
import io.sluice.compression.internal.job.Work;
import io.sluice.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo line's detector, on recordings, in the process that compresses. Bounds on time are such as nothing or all meets. */
class CompressionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Fixture fixture;
    private JobQueue queue;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(folder);
        queue = new JobQueue(folder.resolve("jobs"), 10, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        queue.close();
        assertEquals(List.of(), left(), "something is left in memory");
    }

    @Test
    void aVersionIsMadeOfWhatWasRecorded() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 15, false));
        CompressionRequest request = request("{\"speedup\": 0.01, \"agreement\": 0.9, \"findings\": 20}");
        Job job = ended(compression(request));

        assertEquals(State.DONE, job.state(), job.document().toString());
        JsonNode figures = job.document().path("figures");
        System.out.println("solder-joints on 15 recorded pictures: " + figures.path("verdict").asText());
        assertEquals(10, figures.path("frames").path("calibration").asInt());
        assertEquals(5, figures.path("frames").path("heldOut").asInt());
        assertTrue(figures.path("agreement").path("share").asDouble() >= 0.9);
        assertTrue(figures.path("bytes").path("after").asInt() < figures.path("bytes").path("before").asInt() / 2);
        assertTrue(figures.path("outputs").path(0).path("cosine").asDouble() > 0.99, figures.toString());
        assertTrue(fixture.madeInMemory, "the package was on a disk");
        assertTrue(fixture.history.get(0).startsWith("made on this gateway of version 1:"), fixture.history.toString());
        try (PackageFile made = PackageFile.open(fixture.made.orElseThrow(), PackageLimits.USUAL)) {
            assertEquals("1-int8", made.manifest().version());
            ModelEntry model = made.manifest().models().get(0);
            assertEquals(List.of(Precision.FLOAT32, Precision.INT8),
                    model.variants().stream().map(VariantEntry::precision).toList());
            byte[] small = made.bytes(model.variants().get(1).file(), 1 << 20);
            assertTrue(OnnxModel.parse(ByteBuffer.wrap(small)).graph().nodes().stream()
                    .anyMatch(node -> node.is("QuantizeLinear")));
            assertEquals("1", JSON.readTree(made.bytes(BasePackage.HISTORY, 1 << 20)).path("madeOf").asText());
        }
    }

    @Test
    void picturesOfTestVectorsServeAsWell() throws Exception {
        StringBuilder vectors = new StringBuilder("vectors:\n");
        Files.createDirectory(fixture.model().resolveSibling("vectors"));
        for (int line = 0; line < 7; line++) {
            LineRecording.picture(fixture.model().resolveSibling("vectors/" + line + ".png"), line);
            vectors.append("  - {input: vectors/").append(line).append(".png, detections: []}\n");
        }
        CompressionRequest request = CompressionRequest.of(JSON.readTree("""
                {"algorithm": "solder-joints", "frames": {"vectors": true},
                "bounds": {"speedup": 0.01, "agreement": 0.5, "findings": 5}}"""), LineRecording.START);
        assertEquals("compression.frames.few", problem(compression(request)));
        Path manifest = fixture.model().resolveSibling("algorithm.yaml");
        Files.writeString(manifest, Files.readString(manifest) + vectors);
        Job job = ended(compression(request));
        assertEquals(State.DONE, job.state(), job.document().toString());
        assertEquals(7, job.document().path("figures").path("frames").path("taken").asInt());
    }

    @Test
    void isRefusedWithItsFiguresWhenABoundIsMissed() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 9, false));
        Job job = ended(compression(request("{\"speedup\": 900, \"findings\": 5}")));
        assertEquals(State.REFUSED, job.state(), job.document().toString());
        assertEquals("compression.bounds.missed", job.document().path("problem").path("code").asText());
        assertTrue(job.document().path("problem").path("message").asText().contains("bound 0.001"),
                job.document().toString());
        assertTrue(job.document().path("figures").path("processor").path("int8Millis").asDouble() > 0);
        assertTrue(fixture.made.isEmpty());
    }

    @Test
    void picturesThatAreAlikeCountOnce() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("still.mp4"), 12, true));
        assertEquals("compression.frames.few", problem(compression(request("{}"))));
    }

    @Test
    void aRecordingThatWasDeletedMeanwhileOrIsDamagedIsPassedOver() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 9, false));
        byte[] bytes = Files.readAllBytes(folder.resolve("line.mp4"));
        for (int at = bytes.length / 3; at < bytes.length; at += 7) {
            bytes[at] ^= 0x5a;
        }
        Files.write(folder.resolve("line.mp4"), bytes);
        assertEquals("compression.frames.few", problem(compression(request("{}"))));
        Files.delete(folder.resolve("line.mp4"));
        assertEquals("compression.frames.few", problem(compression(request("{}"))));
    }

    @Test
    void aModelThatHasNothingToQuantiseIsRefused() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 9, false));
        CompressionRequest request = request("\"dynamic\"", "{}");
        assertEquals("compression.model.unfit", problem(compression(request)));
    }

    @Test
    void endsWhenItIsCancelled() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 9, false));
        Job job = queue.add("compression", JSON.createObjectNode(), compression(request("{}")));
        Await.until("a process works", () -> workers().findAny().isPresent());
        queue.remove("compression", job.id());
        Await.until("the job has ended", () -> job.state().ended());
        assertEquals(State.CANCELLED, job.state());
        assertEquals(0, workers().count());
    }

    @Test
    void tellsWhenItsProcessDied() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 9, false));
        Job job = queue.add("compression", JSON.createObjectNode(), compression(request("{}")));
        Await.until("a process works", () -> workers().findAny().isPresent());
        workers().forEach(ProcessHandle::destroyForcibly);
        Await.until("the job has ended", () -> job.state().ended());
        assertEquals("compression.worker.died", job.document().path("problem").path("code").asText());
    }

    @Test
    void namesOfVersionsAreMadeOfTheOldOneOrAsWished() {
        ModelChoice choice = ModelChoice.of(fixture.sources().models().get(), "solder-joints", Optional.empty(), Optional.empty());
        assertEquals("1-int8", Compression.version(choice, fixture.sources().store(), Optional.empty()));
        assertEquals("2.0", Compression.version(choice, fixture.sources().store(), Optional.of("2.0")));
        for (String wrong : List.of("1", "with space", "x".repeat(20), "../up")) {
            assertEquals("compression.version.name", assertThrows(RejectedException.class,
                    () -> Compression.version(choice, fixture.sources().store(), Optional.of(wrong))).code());
        }
    }

    @Test
    void saysBeforehandWhatIsNotThere() throws Exception {
        Sources sources = fixture.sources();
        assertEquals("model.unknown", code(() -> sources.choose("nobody", Optional.empty(), Optional.empty())));
        assertEquals("model.version.unknown", code(() -> sources.choose("solder-joints", Optional.of("9"), Optional.empty())));
        assertEquals("compression.model.unknown",
                code(() -> sources.choose("solder-joints", Optional.empty(), Optional.of("other"))));
        assertEquals("compression.device.unknown", code(() -> sources.device(Optional.of("gpu-7"))));
        assertEquals("compression.recordings.none", code(() -> sources.moments(request("{}").frames(), 9)));
        CompressionRequest.Frames nobody = CompressionRequest.of(
                JSON.readTree("{\"algorithm\": \"a\", \"frames\": {\"camera\": \"nobody\"}}"), LineRecording.START).frames();
        assertEquals("compression.camera.unknown", code(() -> sources.moments(nobody, 9)));
        Sources none = new Sources(() -> null, () -> null, () -> null, () -> null, fixture.devices);
        assertEquals("compression.part.away", assertThrows(UnavailableException.class, none::store).code());
    }

    @Test
    void modelsWithoutAPlainFormOrWithAnInt8OneAreRefused() throws Exception {
        Path manifest = fixture.model().resolveSibling("algorithm.yaml");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("model: model.onnx", "model: model.onnx\nformat: rknn"));
        assertEquals("compression.model.unfit",
                code(() -> fixture.sources().choose("solder-joints", Optional.empty(), Optional.empty())));
        Files.writeString(manifest, io.sluice.algorithm.ManifestEditor.withVariant(text, "2", "solder-joints",
                new VariantEntry("onnx", Precision.INT8, Optional.empty(), "model.onnx", Optional.empty())));
        ModelChoice choice = fixture.sources().choose("solder-joints", Optional.empty(), Optional.empty());
        assertEquals("compression.model.has_int8", code(choice::withoutInt8));
    }

    @Test
    void largeModelsAndFramesAreRefused() throws Exception {
        fixture.segments.add(LineRecording.write(folder.resolve("line.mp4"), 9, false));
        CompressionRequest request = request("{}");
        assertEquals("compression.model.unfit",
                problem(new Compression(request, fixture.sources(), fixture::worker, 256, 0)));
        assertEquals("compression.memory.short",
                problem(new Compression(request, fixture.sources(), fixture::worker, 10, 48)));
    }

    private Compression compression(CompressionRequest request) {
        return new Compression(request, fixture.sources(), fixture::worker, 256, 48);
    }

    private static CompressionRequest request(String bounds) throws Exception {
        return request("\"static\"", bounds);
    }

    private static CompressionRequest request(String method, String bounds) throws Exception {
        return CompressionRequest.of(JSON.readTree("{\"algorithm\": \"solder-joints\", \"method\": " + method
                + ", \"frames\": {\"camera\": \"line\"}, \"bounds\": " + bounds + "}"), LineRecording.START.plusSeconds(3600));
    }

    private Job ended(Work work) {
        Job job = queue.add("compression", JSON.createObjectNode(), work);
        Await.until("the job has ended", () -> job.state().ended());
        return job;
    }

    private String problem(Work work) {
        Job job = ended(work);
        assertEquals(State.FAILED, job.state(), job.document().toString());
        assertFalse(job.document().path("problem").path("message").asText().isEmpty());
        return job.document().path("problem").path("code").asText();
    }

    private interface Asking {
        void ask() throws Exception;
    }

    private static String code(Asking asking) {
        return assertThrows(SluiceException.class, asking::ask).code();
    }

    private static Stream<ProcessHandle> workers() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().orElse("").contains("sluice-compression-") && child.isAlive());
    }

    /** Folders of this process in memory. */
    private static List<Path> left() {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            String mine = "sluice-compression-" + ProcessHandle.current().pid() + "-";
            return files.filter(file -> file.getFileName().toString().startsWith(mine)).toList();
        } catch (java.io.IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
