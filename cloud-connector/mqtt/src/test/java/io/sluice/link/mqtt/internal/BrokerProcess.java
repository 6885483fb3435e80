package io.sluice.link.mqtt.internal;

import io.sluice.api.status.StatusSource;
import io.sluice.broker.internal.BrokerComponent;
import io.sluice.broker.internal.BrokerConfig;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.util.Map;

/** The gateway's broker in a process of its own, to be killed. Says {@code ready} and runs until then. */
public final class BrokerProcess {

    private BrokerProcess() {}

    /** @param arguments port and data folder */
    public static void main(String[] arguments) throws Exception {
        TestFramework framework = new TestFramework(Map.of("sluice.data", arguments[1]));
        new BrokerComponent(framework.context(), Configs.of(BrokerConfig.class,
                Map.of("port", Integer.parseInt(arguments[0]), "disk_free_mib", 1)));
        TestFramework.await("the broker listens", () -> framework.context()
                .getService(framework.context().getServiceReference(StatusSource.class))
                .statuses()
                .stream()
                .anyMatch(status -> status.code().equals("broker.ready")));
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
