package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.child.ChildMain;
import io.sluice.accel.contained.internal.child.DriverSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a driver's process consists of.
 *
 * @param classPath of the program itself: framework and this bundle
 * @param bundles locations in the order in which they start, the driver last
 * @param configurations of the driver
 */
record Launch(List<Path> classPath, List<String> bundles, DriverSettings configurations) {

    /**
     * Starts the process. Standard error goes where standard output goes, for a crash is told on either.
     *
     * @param work folder of everything it writes
     * @param socket where it is to listen
     */
    Process start(Settings settings, Path work, Path socket) throws IOException {
        Path temporary = Files.createDirectory(work.resolve("tmp"));
        Files.write(work.resolve(ChildMain.BUNDLES), bundles);
        configurations.write(work);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heapMb() + "m", "-XX:+UseSerialGC", "-Xss512k", "-XX:TieredStopAtLevel=1",
                "-XX:MaxDirectMemorySize=256m", "-XX:-UsePerfData", "-Xshare:auto",
                // What is known of a crash is read from its output; nothing may fill the disk crash by crash.
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + work.resolve("crash-report"),
                "-Djava.io.tmpdir=" + temporary, "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"));
        command.addAll(settings.javaOptions());
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(ChildMain.class.getName());
        command.addAll(List.of(work.toString(), socket.toString(), settings.driver()));
        return new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    }
}
