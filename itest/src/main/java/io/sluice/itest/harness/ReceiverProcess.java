package io.sluice.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * An upper node in a process of its own that only takes results by MQTT: each key once, on the medium before it is acknowledged. Its log
 * has a line a result, {@code <key> <time>}, and half a line where it was killed while it wrote, which counts for nothing.
 */
public final class ReceiverProcess implements AutoCloseable {

    private final Path log;
    private final List<String> command;
    private Process process;

    public ReceiverProcess(String broker, String id, String executor, String key, Path log) {
        this.log = log;
        command = List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ReceiverProcess.class.getName(), broker, id, executor, key, log.toString());
    }

    /** Returns at once: it connects when it can. */
    public void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.resolveSibling("receiver.out").toFile())).start();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Whole lines of the log so far, in the order in which they were written. */
    public List<String> lines() throws IOException {
        String text = Files.exists(log) ? Files.readString(log) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** {@code <broker> <id> <executor> <key> <log>} */
    public static void main(String[] arguments) throws Exception {
        Path log = Path.of(arguments[4]);
        FileChannel file = FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        Set<String> known = recover(log, file);
        Await.value("the broker is there", Duration.ofMinutes(5), () -> new ForeignMqttNode(arguments[0], arguments[1],
                arguments[2], arguments[3], Executors.newSingleThreadExecutor(), message -> keep(file, known, message)));
        Thread.currentThread().join();
    }

    private static Set<String> recover(Path log, FileChannel file) throws IOException {
        String text = Files.readString(log);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        file.truncate(whole.length());
        file.position(whole.length());
        Set<String> known = new HashSet<>();
        whole.lines().forEach(line -> known.add(line.split(" ")[0]));
        return known;
    }

    private static void keep(FileChannel file, Set<String> known, JsonNode message) {
        JsonNode result = message.path("MessageBody");
        if (!message.path("CommandType").asText().equals("task_result") || !known.add(result.path("Key").asText())) {
            return;
        }
        try {
            file.write(ByteBuffer.wrap((result.path("Key").asText() + " " + result.path("Ts").asLong() + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
            file.force(false);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
