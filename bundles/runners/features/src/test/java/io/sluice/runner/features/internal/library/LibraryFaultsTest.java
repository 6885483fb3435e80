package io.sluice.runner.features.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.testing.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes killed while they store, and a real disk that is full. */
class LibraryFaultsTest {

    private static final LibrarySpec SPEC = new LibrarySpec("killed", 8, 100_000, 0);

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedIsThereWheneverTheProcessWasKilled() throws Exception {
        Random random = new Random(3);
        int next = 0;
        for (int round = 0; round < 3; round++) {
            int acknowledged = storeAndKill(next, 5 + random.nextInt(20));
            try (FeatureLibrary library = open()) {
                Set<String> kept = library.list(EntryFilter.ALL, 100_000).stream().map(Candidate::id).collect(Collectors.toSet());
                for (int number = 0; number <= acknowledged; number++) {
                    assertTrue(kept.contains("e" + number), "e" + number + " was acknowledged and is lost");
                }
                // What was under way when the process died may be there or not.
                assertTrue(kept.size() <= acknowledged + 2, kept.size() + " of " + acknowledged);
                assertEquals("e" + acknowledged, library.search(
                        new LibraryQuery(StoringProcess.vector(acknowledged), 1, 0.99, EntryFilter.ALL)).get(0).id());
            }
            next = acknowledged + 1;
        }
    }

    /** @return the last number that was acknowledged, all that the process said included */
    private int storeAndKill(int from, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                System.getProperty("java.class.path"), StoringProcess.class.getName(), folder.toString(), Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int last = -1;
            for (int line = 0; line < count; line++) {
                last = Integer.parseInt(said.readLine());
            }
            // By its handle: the process itself would close what it has said and was not read yet.
            process.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Integer.parseInt(line);
            }
            return last;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aFullDiskCostsNothingThatWasAcknowledgedAndStoringGoesOnOnceThereIsRoom() throws Exception {
        try (SmallDisk disk = new SmallDisk(4)) {
            Path index = disk.folder().resolve("index");
            try (FeatureLibrary library = new FeatureLibrary(SPEC, index, Clock.systemUTC(), LibraryWatch.NONE)) {
                library.store(List.of(Vectors.entry("first", "x", StoringProcess.vector(1))));
                Path ballast = disk.fill(0);
                assertThrows(UnavailableException.class,
                        () -> library.store(List.of(Vectors.entry("second", "x", StoringProcess.vector(2)))));
                Files.delete(ballast);
                assertEquals(List.of("first"), library.list(EntryFilter.ALL, 10).stream().map(Candidate::id).toList());
                library.store(List.of(Vectors.entry("third", "x", StoringProcess.vector(3))));
                assertEquals(List.of("third", "first"), library.list(EntryFilter.ALL, 10).stream().map(Candidate::id).toList());
            }
        }
    }

    private FeatureLibrary open() {
        return new FeatureLibrary(SPEC, folder, Clock.systemUTC(), LibraryWatch.NONE);
    }
}
