package io.sluice.link.mqtt.internal;

import io.sluice.api.link.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

/** One of several schedulers that share an id, in a process of its own, to be killed. Says what it takes. */
public final class SchedulerProcess {

    private SchedulerProcess() {}

    /** @param arguments port of the broker, data folder, device id, lower node as {@code id:key}, group */
    public static void main(String[] arguments) throws Exception {
        TestNode node = new TestNode(Path.of(arguments[1]), Integer.parseInt(arguments[0]), Map.of("device_id", arguments[2],
                "lower", new String[] {arguments[3]}, "group", arguments[4], "keepalive_seconds", 1, "expiry_seconds", 60));
        node.answer(Resource.TASK_STATUS, "", (device, resource, body) -> {
            System.out.println(new String(body, StandardCharsets.UTF_8));
            return "{}".getBytes(StandardCharsets.UTF_8);
        });
        Thread.currentThread().join();
    }

    /** @param taken gets what it takes, as it does */
    static Process start(BlockingQueue<String> taken, int port, Path data, String device, String lower, String group) throws Exception {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), SchedulerProcess.class.getName(), Integer.toString(port),
                data.toString(), device, lower, group)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread reading = new Thread(() -> process.inputReader().lines().forEach(taken::add), "what it takes");
        reading.setDaemon(true);
        reading.start();
        return process;
    }
}
