package io.sluice.models.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelData;
import io.sluice.api.model.PackageContent;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed while it imports, again and again, at other moments. */
class KilledImportTest {

    private static final int ROUNDS = 6;

    @TempDir
    Path root;

    @Test
    void hasEachVersionWholeOrNotAtAll() throws Exception {
        Path packages = Files.createDirectory(root.resolve("packages"));
        for (int version = 0; version < 40; version++) {
            new PackageFixture().version("v" + version).padding(200_000).write(packages);
        }
        Random random = new Random(7);
        int cutOff = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> acknowledged = importAndKill(packages, 1 + random.nextInt(8), random.nextInt(60_000_000));
            long before = leftovers();
            StoreFixture fixture = new StoreFixture(root);
            fixture.keep = 100;
            fixture.open();
            cutOff += before > 0 ? 1 : 0;
            assertEquals(0, leftovers(), "what was not finished must be swept away");
            List<AlgorithmVersion> versions = fixture.store.algorithms().versions();
            List<String> names = versions.stream().map(AlgorithmVersion::version).toList();
            assertTrue(names.containsAll(acknowledged), acknowledged + " were acknowledged, there are " + names);
            for (AlgorithmVersion version : versions) {
                checkWhole(fixture, version);
            }
            if (!acknowledged.isEmpty()) {
                assertTrue(fixture.store.versions().usable("joints").isPresent(), "the active version survives");
            }
        }
        System.out.println("KilledImportTest: " + cutOff + " of " + ROUNDS + " kills left something unfinished");
    }

    private static void checkWhole(StoreFixture fixture, AlgorithmVersion version) throws Exception {
        AlgorithmDescriptor algorithm =
                fixture.store.versions().usable(version.id(), version.version()).orElseThrow();
        try (ModelData.Content content = algorithm.models().get(0).variants().get(0).data().open();
                PackageContent file = fixture.store.algorithms().open(version.fileSha256())) {
            assertTrue(content.bytes().remaining() > 200_000);
            file.write(0, file.bytes(), OutputStream.nullOutputStream());
        }
    }

    /** Lets a process import until it has done some, and kills it a moment later. */
    private List<String> importAndKill(Path packages, int after, long nanos) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                        System.getProperty("java.class.path"), Importing.class.getName(), root.toString(),
                        packages.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == after) {
                    long end = System.nanoTime() + nanos;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return acknowledged;
    }

    private long leftovers() throws Exception {
        try (Stream<Path> files = Files.walk(root.resolve("algorithms"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(Durable.TEMPORARY)).count();
        }
    }

    /** The process that is killed. */
    static final class Importing {

        public static void main(String[] arguments) throws Exception {
            StoreFixture fixture = new StoreFixture(Path.of(arguments[0]));
            fixture.keep = 100;
            fixture.open();
            try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".algorithm")).sorted().toList()) {
                    String name = file.getFileName().toString().replaceAll("joints-|\\.algorithm", "");
                    if (fixture.store.versions().usable("joints", name).isEmpty()) {
                        fixture.add(file, Activation.ALWAYS);
                        System.out.println(name);
                    }
                }
            }
        }
    }
}
