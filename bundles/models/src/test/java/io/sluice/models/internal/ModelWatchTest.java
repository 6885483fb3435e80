package io.sluice.models.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.event.Topics;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.models.internal.store.Doubler;
import io.sluice.models.internal.store.PackageFixture;
import io.sluice.models.internal.store.SignaturePolicy;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;

class ModelWatchTest {

    @TempDir
    Path root;

    private TestFramework framework;
    private ModelWatch watch;
    private Path data;
    private Path home;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectories(root.resolve("data/models"));
        home = Files.createDirectories(root.resolve("home/models"));
        framework = new TestFramework(Map.of(
                "sluice.data", root.resolve("data").toString(), "sluice.home", root.resolve("home").toString()));
        AlgorithmFixture.age(AlgorithmFixture.write(home, "shipped"));
        watch = new ModelWatch(framework.context(), TestConfig.of(Map.of()));
    }

    @AfterEach
    void stop() throws Exception {
        watch.stop();
        assertTrue(statuses().isEmpty(), "statuses must go with their component");
        framework.close();
    }

    @Test
    void knowsWhatIsThereAtStart() {
        assertEquals(List.of("shipped"), watch.list().stream().map(AlgorithmDescriptor::id).toList());
        assertEquals(Health.OK, status("shipped").orElseThrow().health());
        assertEquals(List.of(Topics.MODEL), topicsOf("shipped"));
    }

    @Test
    void followsAFolderFromAddingToRemoving() throws Exception {
        Path folder = AlgorithmFixture.write(data, "added");
        await("model added", () -> watch.find("added").isPresent());
        String digest = watch.find("added").orElseThrow().sha256();

        byte[] changed = AlgorithmFixture.ONNX.clone();
        changed[1] = 9;
        Files.write(folder.resolve("model.onnx"), changed);
        await("model changed", () -> !watch.find("added").orElseThrow().sha256().equals(digest));

        Files.write(folder.resolve("model.onnx"), Arrays.copyOf(changed, 7));
        await("model refused", () -> watch.find("added").isEmpty());
        await("status", () -> status("added").orElseThrow().code().equals("model.file.malformed"));

        Files.write(folder.resolve("model.onnx"), changed);
        await("model is back", () -> watch.find("added").isPresent());
        assertEquals(Health.OK, status("added").orElseThrow().health());

        Files.delete(folder.resolve("model.onnx"));
        Files.delete(folder.resolve("algorithm.yaml"));
        Files.delete(folder);
        await("status gone", () -> status("added").isEmpty());
        assertTrue(watch.find("added").isEmpty());
        assertEquals(
                List.of(Topics.MODEL, Topics.MODEL, Topics.MODEL_GONE, Topics.MODEL, Topics.MODEL_GONE),
                topicsOf("added"));
    }

    @Test
    void prefersTheDataFolder() throws Exception {
        Path own = AlgorithmFixture.write(data, "shipped", AlgorithmFixture.MANIFEST.formatted("shipped")
                .replace("1.10", "2.0"));
        await("own version", () -> watch.find("shipped").orElseThrow().version().equals("2.0"));
        Files.delete(own.resolve("model.onnx"));
        Files.delete(own.resolve("algorithm.yaml"));
        Files.delete(own);
        await("shipped version again", () -> version("shipped").equals("1.10"));
    }

    @Test
    void leavesHiddenFoldersToWhoCopies() throws Exception {
        Path copy = AlgorithmFixture.write(data, ".copy", AlgorithmFixture.MANIFEST.formatted("late"));
        Files.move(copy, data.resolve("late"), StandardCopyOption.ATOMIC_MOVE);
        await("renamed folder", () -> watch.find("late").isPresent());
        assertTrue(status(".copy").isEmpty());
    }

    @Test
    void keepsModelsWhileADirectoryCannotBeRead() throws Exception {
        Files.move(data, root.resolve("aside"));
        Files.writeString(data, "in the way");
        await("directory's status", this::directoryReported);
        assertTrue(watch.find("shipped").isPresent());
        Files.delete(data);
        await("status gone", () -> !directoryReported());
    }

    @Test
    void importsWhatIsDroppedAndPrefersIt() throws Exception {
        watch.stop();
        Map<String, Object> unsigned = Map.of("signatures", SignaturePolicy.IF_PRESENT);
        watch = new ModelWatch(framework.context(), TestConfig.of(unsigned));
        watch.bindAccelerator(new Doubler(false));
        Path file = new PackageFixture().id("shipped").version("9").write(root);
        Files.move(file, data.resolve("anything.algorithm"));
        await("imported version", () -> version("shipped").equals("9"));
        await("file gone", () -> Files.notExists(data.resolve("anything.algorithm")));
        AlgorithmStore store = framework.context()
                .getService(framework.context().getServiceReference(AlgorithmStore.class));
        assertEquals("9", store.versions().get(0).version());
        assertEquals(List.of("shipped"), watch.list().stream().map(AlgorithmDescriptor::id).toList());
        assertTrue(watch.find("shipped", "9").isPresent() && watch.find("shipped", "1.10").isEmpty());

        store.deactivate("shipped");
        await("shipped version again", () -> version("shipped").equals("1.10"));
        store.activate("shipped", "9");
        assertEquals("9", version("shipped"));
        assertEquals(Health.OK, status("shipped").orElseThrow().health());
    }

    @Test
    void saysWhyWhatIsDroppedIsRefused() throws Exception {
        watch.bindAccelerator(new Doubler(false));
        Path file = new PackageFixture().write(data);
        await("refused", () -> status("joints-1.0.algorithm")
                .filter(status -> status.code().equals("package.signature.missing")).isPresent());
        assertTrue(watch.find("joints").isEmpty());
        Files.delete(file);
        await("status gone", () -> status("joints-1.0.algorithm").isEmpty());
    }

    @Test
    void aLostKeyHarmsNothingElseAndIsMadeUpForByEitherRemedy() throws Exception {
        restart(Map.of("signatures", SignaturePolicy.IF_PRESENT));
        Files.move(new PackageFixture().write(root), data.resolve("joints.algorithm"));
        await("imported", () -> version("joints").equals("1.0"));
        watch.stop();
        Path key = root.resolve("data/identity/gateway.key");
        byte[] secret = Files.readAllBytes(key);
        Files.delete(key);
        watch = new ModelWatch(framework.context(), TestConfig.of(Map.of("signatures", SignaturePolicy.IF_PRESENT)));
        watch.bindAccelerator(new Doubler(false));
        Status lost = status("joints").orElseThrow();
        assertEquals("model.key.lost", lost.code());
        assertTrue(lost.message().contains(key.toString()) && !lost.remedy().isEmpty(), lost.toString());
        assertEquals(List.of("shipped"), watch.list().stream().map(AlgorithmDescriptor::id).toList());
        AlgorithmFixture.write(data, "added");
        await("others come and go as before", () -> watch.find("added").isPresent());

        Files.write(key, secret);
        await("the key is restored", () -> version("joints").equals("1.0"));
        await("and that is said", () -> status("joints").orElseThrow().health() == Health.OK);

        Files.delete(key);
        restart(Map.of("signatures", SignaturePolicy.IF_PRESENT));
        AlgorithmStore store = framework.context()
                .getService(framework.context().getServiceReference(AlgorithmStore.class));
        store.deactivate("joints");
        store.remove("joints", "1.0");
        Files.move(root.resolve("again.algorithm"), data.resolve("again.algorithm"));
        await("the package is imported again", () -> version("joints").equals("1.0"));
    }

    private void restart(Map<String, Object> config) throws Exception {
        watch.stop();
        Files.move(new PackageFixture().write(root), root.resolve("again.algorithm"), StandardCopyOption.REPLACE_EXISTING);
        watch = new ModelWatch(framework.context(), TestConfig.of(config));
        watch.bindAccelerator(new Doubler(false));
    }

    private boolean directoryReported() {
        return statuses().stream().anyMatch(status -> status.code().equals("models.directory.unreadable"));
    }

    private String version(String id) {
        return watch.find(id).map(AlgorithmDescriptor::version).orElse("");
    }

    private Optional<Status> status(String id) {
        return statuses().stream().filter(s -> s.subject().toString().equals("model/" + id)).findFirst();
    }

    private List<Status> statuses() {
        try {
            return framework.context().getServiceReferences(StatusSource.class, null).stream()
                    .flatMap(reference -> framework.context().getService(reference).statuses().stream())
                    .toList();
        } catch (InvalidSyntaxException error) {
            throw new IllegalStateException(error);
        }
    }

    private List<String> topicsOf(String id) {
        return framework.events().stream()
                .filter(event -> event.getTopic().startsWith("io/sluice/model/"))
                .filter(event -> idOf(event.getProperty(Topics.PAYLOAD)).equals(id))
                .map(event -> event.getTopic())
                .toList();
    }

    private static String idOf(Object payload) {
        return payload instanceof AlgorithmDescriptor model ? model.id() : payload.toString();
    }
}
