package io.sluice.bench.footprint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apache Karaf's minimal distribution: another OSGi container with a shell, and little else. */
final class KarafPeer {

    /** Its name stands before it, in colours. */
    private static final String PROMPT = "@root";

    private final Path home;

    /** Unpacks the archive that the build put beside the benchmarks. */
    KarafPeer(Path folder) throws IOException, InterruptedException {
        Path archive = Path.of("bench/target/peers/apache-karaf-minimal.tar.gz").toAbsolutePath();
        if (!Files.exists(archive)) {
            throw new IOException(archive + " is missing; run this by ./sluice bench footprint");
        }
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString()).inheritIO().start();
        if (tar.waitFor() != 0) {
            throw new IOException("the archive of Karaf could not be unpacked");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            home = entries.filter(entry -> entry.getFileName().toString().startsWith("apache-karaf"))
                    .min(Comparator.naturalOrder()).orElseThrow();
        }
    }

    /** @return seconds from the start of the process until the shell shows its prompt, on a terminal as a person has it */
    double secondsToShell() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(List.of("script", "-qefc", home.resolve("bin/karaf").toString(), "/dev/null"))
                .redirectErrorStream(true)
                .start();
        try (InputStream output = new BufferedInputStream(process.getInputStream())) {
            StringBuilder said = new StringBuilder();
            byte[] chunk = new byte[4096];
            while (said.indexOf(PROMPT) < 0) {
                int count = output.read(chunk);
                if (count < 0) {
                    throw new IOException("Karaf ended without a shell: " + said);
                }
                said.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
            }
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
