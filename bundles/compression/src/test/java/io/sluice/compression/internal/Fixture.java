package io.sluice.compression.internal;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.Descriptors;
import io.sluice.algorithm.ManifestReader;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.support.model.FileModel;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A gateway with one algorithm in a folder, and recordings of one camera. What is made is kept aside. */
final class Fixture {

    final Path folder;
    final Devices devices = new Devices();
    final List<Segment> segments = new ArrayList<>();
    final List<String> history = new ArrayList<>();
    Optional<Path> made = Optional.empty();
    boolean madeInMemory;
    private final Path algorithm;

    Fixture(Path folder) throws IOException {
        this.folder = folder;
        algorithm = Files.createDirectories(folder.resolve("solder-joints"));
        Path demo = Path.of("../demo-line/model/solder-joints");
        try (Stream<Path> files = Files.list(demo)) {
            for (Path file : files.toList()) {
                Files.copy(file, algorithm.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Its model's file. */
    Path model() {
        return algorithm.resolve("model.onnx");
    }

    Sources sources() {
        return new Sources(this::repository, this::store, this::index, () -> null, devices);
    }

    Worker worker() {
        WorkerProgram program = new WorkerProgram(
                () -> Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of).map(Path::toAbsolutePath).toList(),
                Path.of(System.getProperty("user.home"), ".javacpp", "cache"), 384, 256);
        return new Worker(program, devices, Duration.ofMinutes(5));
    }

    AlgorithmDescriptor descriptor() {
        try {
            AlgorithmManifest manifest = ManifestReader.read(
                    Files.readString(algorithm.resolve(AlgorithmManifest.FILE)),
                    (name, most) -> Files.readString(algorithm.resolve(name)));
            return Descriptors.of(
                    manifest, variant -> new FileModel(algorithm.resolve(variant.file()), variant.format(), "ab"), "cd");
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private ModelRepository repository() {
        return answering(ModelRepository.class, Map.of("list", List.of(descriptor())), arguments ->
                arguments.length == 1 && arguments[0].equals("solder-joints") ? Optional.of(descriptor()) : Optional.empty());
    }

    private RecordingIndex index() {
        return answering(RecordingIndex.class, Map.of("segments", List.copyOf(segments), "cameras", List.of("line")),
                arguments -> Optional.empty());
    }

    private AlgorithmStore store() {
        return answering(AlgorithmStore.class, Map.of("versions", List.of()), this::keep);
    }

    private Object keep(Object[] arguments) {
        try {
            Path file = (Path) arguments[0];
            madeInMemory = Files.getFileStore(file).type().equals("tmpfs");
            Path copy = folder.resolve("made.algorithm");
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            made = Optional.of(copy);
            ((List<?>) arguments[1]).forEach(line -> history.add((String) line));
            try (PackageFile opened = PackageFile.open(copy, PackageLimits.USUAL)) {
                AlgorithmManifest manifest = opened.manifest();
                return new AlgorithmVersion(manifest.id(), 0, manifest.name(), manifest.version(), manifest.type(),
                        AlgorithmStatus.NOT_IN_USE, opened.sha256(), "ef", Files.size(copy), Instant.EPOCH,
                        Optional.empty(), Optional.empty(), Optional.empty(), history);
            }
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Answers by the method's name, or else by what it is asked. */
    private static <T> T answering(
            Class<T> type, Map<String, Object> answers, java.util.function.Function<Object[], Object> rest) {
        return type.cast(Proxy.newProxyInstance(Fixture.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answers.containsKey(method.getName())
                        ? answers.get(method.getName())
                        : rest.apply(arguments)));
    }
}
