package io.sluice.compression.internal;

import io.sluice.compression.internal.worker.WorkerMain;
import io.sluice.support.process.Closure;
import io.sluice.support.process.Jars;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * How the process that compresses is started: at the lowest priority the system has, so that it gets the time that recording
 * and analysis leave, on one processor, with a heap of its own, and its temporary files in memory.
 *
 * @param classPath asked at each start, since bundles are updated
 * @param natives where native libraries lie, or are unpacked if none has been yet
 * @param heapMb Java heap
 * @param framesMb memory for frames outside of it
 */
record WorkerProgram(Supplier<List<Path>> classPath, Path natives, int heapMb, int framesMb) {

    /** Beside frames: buffers of pipes and models. */
    private static final int OTHER_MB = 256;
    /** Set by who loads the library, and taken over: what is unpacked already need not be so again. */
    private static final String RUNTIME = "onnxruntime.native.path";
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    /** This bundle and all that it is wired to, as they are at the moment. */
    static Supplier<List<Path>> classPathOf(BundleContext context) {
        return () -> {
            List<Path> jars = new ArrayList<>();
            for (Bundle bundle : new Closure().with(context.getBundle()).bundles()) {
                try {
                    jars.add(Jars.of(bundle));
                } catch (IOException error) {
                    throw new java.io.UncheckedIOException(error);
                }
            }
            return jars;
        };
    }

    Process start(MemoryFolder folder) throws IOException {
        List<String> command = new ArrayList<>();
        Stream.of("/usr/bin/nice", "/bin/nice").filter(name -> Files.isExecutable(Path.of(name))).findFirst()
                .ifPresent(nice -> command.addAll(List.of(nice, "-n", "19")));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Files.write(folder.path().resolve("arguments"), quoted(arguments(folder))));
        return new ProcessBuilder(command).directory(folder.path().toFile()).start();
    }

    /**
     * In a file, since ONNX Runtime goes through the command line by recursion, and a long class path overflows its stack
     * (seen with 1.29 and 4 kB on a stack of 1 MB).
     */
    private List<String> arguments(MemoryFolder folder) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xss8m", "-Xmx" + heapMb + "m", "-XX:MaxDirectMemorySize=" + (framesMb + OTHER_MB) + "m", "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=1", "-XX:-UsePerfData", "-Xshare:auto",
                // A crash would leave a model on the disk.
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.path().resolve("crash-report"),
                "-Djava.io.tmpdir=" + folder.path(), "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
                "-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        arguments.add("-D" + CACHE + "=" + System.getProperty(CACHE, natives.toString()));
        if (System.getProperty(RUNTIME) != null) {
            arguments.add("-D" + RUNTIME + "=" + System.getProperty(RUNTIME));
        }
        arguments.add("-cp");
        arguments.add(classPath.get().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        arguments.add(WorkerMain.class.getName());
        return arguments;
    }

    private static List<String> quoted(List<String> arguments) {
        return arguments.stream().map(one -> '"' + one.replace("\\", "\\\\").replace("\"", "\\\"") + '"').toList();
    }
}
