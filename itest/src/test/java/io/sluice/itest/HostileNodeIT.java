package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import io.sluice.protocol.WrongMessages;
import io.sluice.protocol.WrongMessages.Wrong;
import io.sluice.session.http.Caller;
import io.sluice.session.http.DigestClient;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registered node that sends what is wrong, by HTTP: each message is refused with its reason, and the gateway goes on. */
class HostileNodeIT {

    private static final String OWN = "31010000001320000001";
    private static final String NODE = "31010000002000000001";
    private static final String COMMAND = "POST /System/Command";
    /** Requests under way; a nonce's counts may overtake each other by more. */
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static Caller node;

    @BeforeAll
    static void start() throws Exception {
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(etc.resolve("io.sluice.link.http.config"), "device.id=\"" + OWN + "\"\ndevices=[\"" + NODE
                + ":secret\"]\nrequests.per.second=I\"100000\"\nrequests.at.once=I\"100000\"\n");
        Files.writeString(etc.resolve("io.sluice.broker.config"), "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        gateway = Gateway.start(folder, "--feature", "cascade");
        node = new Caller(HttpClient.newHttpClient(), new DigestClient(NODE, "secret"), 1 << 24);
        Await.until("the node is registered", PATIENCE, () -> JSON.readTree(send("POST /System/Register",
                "{\"RegisterObject\": {\"DeviceID\": \"" + NODE + "\"}}").body()).at("/ResponseStatusObject/StatusCode").asText()
                .equals("0"));
        Await.until("the executor answers", PATIENCE, () -> query().path("StatusCode").asText().equals("0"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static Caller.Answer send(String where, String body) throws Exception {
        return send(where, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Caller.Answer send(String where, byte[] body) throws Exception {
        return post(where, body).get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Caller.Answer> post(String where, byte[] body) {
        String[] words = where.split(" ");
        return node.send(words[0], gateway.address(words[1]), body, PATIENCE).toCompletableFuture();
    }

    private static JsonNode query() throws Exception {
        return JSON.readTree(send(COMMAND, "{\"CommandType\":\"task_status_query\",\"CommandIdx\":1,\"MessageBody\":{}}").body());
    }

    /** Nothing came of it, and right messages are answered as before. */
    private static void assertUnharmed() throws Exception {
        JsonNode answer = query();
        assertEquals("0", answer.path("StatusCode").asText(), answer.toString());
        assertEquals(0, answer.at("/TaskStatusSet/0/TaskStatusList").size(), answer.toString());
        assertEquals("UP", gateway.get("/system/health").path("status").asText("UP"));
        assertTrue(gateway.process().isAlive());
    }

    /** @return what was not refused as it should be */
    private static List<String> mistakes(String where, List<Wrong> messages, int longest) throws Exception {
        List<String> mistakes = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += AT_ONCE) {
            List<Wrong> some = messages.subList(from, Math.min(messages.size(), from + AT_ONCE));
            List<CompletableFuture<Caller.Answer>> answers = some.stream().map(wrong -> post(where, wrong.message())).toList();
            for (int index = 0; index < some.size(); index++) {
                Wrong wrong = some.get(index);
                Caller.Answer answer = answers.get(index).get(60, TimeUnit.SECONDS);
                JsonNode reply = JSON.readTree(answer.body());
                if (answer.status() != 400 || !reply.path("StatusCode").asText().equals("1")
                        || !tells(reply.path("Message").asText(), wrong.place() + ": expected ", longest)) {
                    mistakes.add(where + " " + wrong.place() + " " + wrong.what() + ": " + answer.status() + " " + reply);
                }
            }
        }
        return mistakes;
    }

    /** A path that is longer than the field of the reason is cut. */
    private static boolean tells(String reason, String due, int longest) {
        return reason.startsWith(due) || reason.length() >= longest - 8 && due.startsWith(reason.substring(0, longest / 2));
    }

    private static void assertNone(List<String> mistakes, int of) {
        assertEquals(List.of(), mistakes.stream().limit(10).toList(), mistakes.size() + " of " + of);
    }

    @Test
    void everyFieldOfEveryCommandIsCheckedAndTheReasonNamesIt() throws Exception {
        List<Wrong> commands = new ArrayList<>();
        for (String table : List.of("2", "5", "12", "19", "22", "25", "28")) {
            // Another type of command, or none, is no fault of this command.
            WrongMessages.of(table).stream().filter(wrong -> !wrong.place().equals("CommandType")).forEach(commands::add);
        }
        commands.addAll(WrongMessages.within("19", "MessageBody/TaskDispatchList", "20"));
        commands.addAll(WrongMessages.within("22", "MessageBody/OpsControlList", "23"));
        commands.addAll(WrongMessages.within("25", "MessageBody", "26"));
        assertTrue(commands.size() > 1000, "only " + commands.size());
        assertNone(mistakes(COMMAND, commands, 512), commands.size());
        assertUnharmed();
    }

    @Test
    void soAreRequestsForTasksAndReports() throws Exception {
        List<Wrong> requests = WrongMessages.of("17");
        assertNone(mistakes("POST /System/TaskRequest/", requests, 128), requests.size());
        List<Wrong> total = WrongMessages.of("4");
        assertNone(mistakes("PATCH /System/ResourceInfo/TotalResource", total, 512), total.size());
        List<Wrong> available = WrongMessages.of("7");
        assertNone(mistakes("PATCH /System/ResourceInfo/AvailableResource", available, 512), available.size());
        List<Wrong> states = new ArrayList<>(WrongMessages.of("30"));
        states.addAll(WrongMessages.within("30", "TaskStatusList", "31"));
        assertNone(mistakes("PATCH /System/TaskStatus/", states, 512), states.size());
        assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "7", "{", "{\"CommandType\"", "{\"CommandType\":null}", "{\"CommandType\":7}",
            "{\"CommandType\":\"total_res_query\",\"CommandIdx\":1", "{\"CommandType\":\"total_res_query\"}x",
            "{\"CommandType\":\"total_res_query\",\"CommandIdx\":1,\"MessageBody\":{}} {}", "<xml/>", "{CommandType:1}"})
    void whatIsNoCommandIsRefused(String text) throws Exception {
        Caller.Answer answer = send(COMMAND, text);
        JsonNode reply = JSON.readTree(answer.body());
        assertEquals(400, answer.status(), reply.toString());
        assertEquals("1", reply.path("StatusCode").asText());
        assertTrue(reply.path("Message").asText().contains("expected "), reply.toString());
    }

    @Test
    void whatIsDeepHugeOrNoTextIsRefusedAtOnce() throws Exception {
        String start = "{\"CommandType\":\"task_status_query\",\"CommandIdx\":1,\"MessageBody\":";
        byte[] noText = (start + "{\"a\":\"..\"}}").getBytes(StandardCharsets.UTF_8);
        noText[noText.length - 4] = (byte) 0xFF;
        List<byte[]> wrong = List.of(noText,
                (start + "{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
                (start + "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}}").getBytes(StandardCharsets.UTF_8),
                (start + "{\"a\":" + "9".repeat(100_000) + "}}").getBytes(StandardCharsets.UTF_8),
                (start + "{\"a\":[" + "1,".repeat(250_000) + "1]}}").getBytes(StandardCharsets.UTF_8),
                (start + "{\"" + "n".repeat(5_000) + "\":1}}").getBytes(StandardCharsets.UTF_8));
        for (byte[] message : wrong) {
            Caller.Answer answer = send(COMMAND, message);
            JsonNode reply = JSON.readTree(answer.body());
            assertEquals("400 1", answer.status() + " " + reply.path("StatusCode").asText(), reply.toString());
            assertTrue(reply.path("Message").asText().contains("expected "), reply.toString());
        }
        Caller.Answer huge = send(COMMAND, start + "{\"a\":\"" + "x".repeat(2 << 20) + "\"}}");
        assertEquals(413, huge.status());
        assertEquals("1", JSON.readTree(huge.body()).path("StatusCode").asText());
        assertUnharmed();
    }
}
