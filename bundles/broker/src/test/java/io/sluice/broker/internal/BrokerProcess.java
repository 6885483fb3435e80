package io.sluice.broker.internal;

import java.nio.file.Path;
import java.util.Map;

/** A broker in a process of its own, to be killed. Says {@code ready} and runs until then. */
public final class BrokerProcess {

    private BrokerProcess() {}

    /** @param arguments port and folder */
    public static void main(String[] arguments) throws Exception {
        BrokerConfig config = Configs.of(Map.of("port", Integer.parseInt(arguments[0]), "disk_free_mib", 1));
        Broker.start(BrokerSettings.of(config, Path.of(arguments[1])), fault -> { });
        System.out.println("ready");
        Thread.currentThread().join();
    }

    static Process start(int port, Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-Xmx64m", "-cp",
                        System.getProperty("java.class.path"), BrokerProcess.class.getName(),
                        Integer.toString(port), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("ready")) {
                return process;
            }
        }
        throw new IllegalStateException("the broker ended with " + process.waitFor());
    }
}
