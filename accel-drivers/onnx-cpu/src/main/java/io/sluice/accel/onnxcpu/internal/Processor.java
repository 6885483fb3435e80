package io.sluice.accel.onnxcpu.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Names this machine's processor for people. */
final class Processor {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    static String name() {
        int cores = Runtime.getRuntime().availableProcessors();
        return model() + ", " + cores + (cores == 1 ? " core" : " cores");
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException unknown) {
            return System.getProperty("os.arch");
        }
    }
}
