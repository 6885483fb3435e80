package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.message.TaskResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes what a node sends while a task is watched: prints the task's results, each once, a line of JSON each, and acknowledges them.
 * Results of other tasks are left for who watches these. Thread-safe.
 */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String task;
    private final PrintStream out;
    private final Set<String> seen = new HashSet<>();
    private long lastNanos = System.nanoTime();

    Results(String task, PrintStream out) {
        this.task = task;
        this.out = out;
    }

    /** @return the answer to one message */
    synchronized byte[] take(String path, byte[] message) {
        try {
            JsonNode tree = JSON.readTree(message);
            ObjectNode answer = JSON.createObjectNode();
            if (tree.path("CommandType").isTextual()) {
                answer.set("CommandType", tree.path("CommandType"));
                answer.set("CommandIdx", tree.path("CommandIdx"));
                if (!isResult(tree)) {
                    return bytes(answer.put("StatusCode", "1").put("Message", "only results of " + task + " are taken here"));
                }
                print(tree.path("MessageBody"));
            }
            return bytes(answer.put("StatusCode", "0"));
        } catch (IOException noJson) {
            return "{\"StatusCode\":\"1\"}".getBytes(StandardCharsets.UTF_8);
        }
    }

    /** How long nothing came. */
    synchronized long silentMillis() {
        return (System.nanoTime() - lastNanos) / 1_000_000;
    }

    private boolean isResult(JsonNode message) {
        return message.path("CommandType").asText().equals(TaskResult.TYPE)
                && message.at("/MessageBody/TaskID").asText().equals(task);
    }

    private void print(JsonNode result) {
        lastNanos = System.nanoTime();
        String key = result.path("Key").asText();
        if (key.isEmpty() || seen.add(key)) {
            out.println(result);
        }
    }

    private static byte[] bytes(JsonNode tree) throws IOException {
        return JSON.writeValueAsBytes(tree);
    }
}
