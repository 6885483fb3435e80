package io.sluice.link.mqtt.internal;

import io.sluice.api.status.StatusSource;
import io.sluice.broker.internal.BrokerComponent;
import io.sluice.broker.internal.BrokerConfig;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway's broker in a process of its own, to be killed. Says {@code ready} and runs until then. */
public final class BrokerProcess {

    private BrokerProcess() {}

    /** @param arguments port, data folder, and files of certificate, key and authority where it is to speak TLS */
    public static void main(String[] arguments) throws Exception {
        TestFramework framework = new TestFramework(Map.of("sluice.data", arguments[1]));
        Map<String, Object> config = new HashMap<>(Map.of("port", Integer.parseInt(arguments[0]), "disk_free_mib", 1));
        if (arguments.length > 2) {
            config.putAll(Map.of("tls_certificate", arguments[2], "tls_key", arguments[3], "tls_client_authority", arguments[4]));
        }
        new BrokerComponent(framework.context(), Configs.of(BrokerConfig.class, config));
        TestFramework.await("the broker listens", () -> framework.context()
                .getService(framework.context().getServiceReference(StatusSource.class))
                .statuses()
                .stream()
                .anyMatch(status -> status.code().equals("broker.ready")));
        System.out.println("ready");
        Thread.currentThread().join();
    }

    static Process start(int port, Path folder, String... tls) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), BrokerProcess.class.getName(), Integer.toString(port), folder.toString()));
        command.addAll(List.of(tls));
        Process process = new ProcessBuilder(command)
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
