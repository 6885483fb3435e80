package io.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type, against a node that answers as the test says. */
class CtlCommandTest {

    private static final String OWN = "31010000002000000001";
    private static final String NODE = "31010000001320000001";

    @TempDir
    private Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Deque<String> replies = new ArrayDeque<>();
    private boolean stranger;
    private HttpServer server;

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String proof = exchange.getRequestHeaders().getFirst("Authorization");
        if (stranger || proof == null || !proof.contains("username=\"" + OWN + "\"")) {
            exchange.getResponseHeaders().add("WWW-Authenticate",
                    "Digest realm=\"sluice\", nonce=\"n\", algorithm=SHA-256, qop=\"auth-int\"");
            reply(exchange, 401, "{}");
            return;
        }
        asked.add(exchange.getRequestMethod() + " " + path + " " + body);
        reply(exchange, 200, path.contains("Register")
                ? "{\"ResponseStatusObject\":{\"StatusCode\":0,\"Id\":\"" + NODE + "\"}}"
                : replies.remove());
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer run(Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of("SLUICE_ID", OWN, "SLUICE_PASSWORD", "secret",
                "SLUICE_NODE", "http://127.0.0.1:" + server.getAddress().getPort());
        int code = new CtlCommand(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), environment)
                .run(List.of(words).stream().map(Object::toString).toList());
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String tasks(int state, int progress) {
        return "{\"CommandType\":\"task_status_query\",\"CommandIdx\":1,\"StatusCode\":\"0\",\"TaskStatusSet\":[{\"DeviceID\":\""
                + NODE + "\",\"TaskStatusList\":[{\"TaskID\":\"t1\",\"ExecutionStatus\":" + state + ",\"Progress\":" + progress
                + "}]}]}";
    }

    @Test
    void aQueryIsATableForPeopleAndJsonForScriptsAndNamesWhoIsMissing() {
        String reply = "{\"CommandType\":\"total_res_query\",\"CommandIdx\":1,\"StatusCode\":\"0\",\"TotalResourceList\":[{\"DeviceID\":\""
                + NODE + "\",\"DeviceType\":\"1\",\"ProductType\":\"Sl\\u001b[2Juice\",\"ResourceInfo\":{\"IsValid\":\"Y\",\"CommonResource\":"
                + "{\"TotalMemory\":8192,\"TotalStorage\":100,\"TotalBandwidth\":10}}}],"
                + "\"Unanswered\":[{\"DeviceID\":\"31010000001320000009\",\"Reason\":\"silent\"}]}";
        replies.add(reply);
        Answer table = run("query", "total", "--below", "--chip", "RK3588", "--longitude", "120:", "--latitude", ":31.5");
        assertEquals(0, table.code(), table.err());
        assertTrue(table.out().startsWith("NODE") && table.out().contains(NODE + "  Sl [2Juice  8192"), table.out());
        assertTrue(table.err().contains("31010000001320000009 did not answer: silent"), table.err());
        String command = asked.get(1);
        assertTrue(command.startsWith("POST /System/Command") && command.contains("\"HierarchicalQuery\":\"1\"")
                && command.contains(NODE) && command.contains("\"LongitudeMin\":\"120.000000\"")
                && command.contains("\"LatitudeMax\":\"31.500000\"") && command.contains("\"Chip\":\"RK3588\""), command);
        assertTrue(asked.get(2).startsWith("POST /System/UnRegister"), asked.toString());
        replies.add(reply);
        assertTrue(run("query", "total", "--json").out().contains("\"TotalMemory\" : 8192"));
    }

    @Test
    void aTaskOfAFileIsDispatchedToTheNodeAndARefusalIsACode() throws IOException {
        Path file = Files.writeString(folder.resolve("task.yaml"), """
                TaskID: t1
                TaskType: 8
                TaskAttr: 0
                AlgModelInfo: {AlgID: 41, AlgVersion: 1.0.0}
                InputInfo: {StreamURL: "rtsp://127.0.0.1/x"}
                DstDeviceList: [{OutputURL: "http://127.0.0.1/y"}]
                """);
        replies.add("{\"CommandType\":\"task_dispatch\",\"CommandIdx\":1,\"StatusCode\":\"0\"}");
        Answer taken = run("dispatch", file);
        assertEquals(0, taken.code(), taken.err());
        assertTrue(asked.get(1).contains("\"DeviceID\":\"" + NODE + "\"") && asked.get(1).contains("\"TaskID\":\"t1\""), asked.get(1));
        replies.add("{\"CommandType\":\"task_dispatch\",\"CommandIdx\":1,\"StatusCode\":\"1\",\"Message\":\"t1: 10: no such algorithm\"}");
        Answer refused = run("dispatch", file);
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("t1: 10: no such algorithm"), refused.err());
        int before = asked.size();
        Answer wrong = run("dispatch", Files.writeString(folder.resolve("wrong.json"), "{\"TaskID\": 7}"));
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("TaskID: expected a string"), wrong.err());
        assertEquals(before, asked.size(), "what is wrong does not leave");
        assertEquals(2, run("dispatch", folder.resolve("none.yaml")).code());
    }

    @Test
    void tasksAreControlledAndTheirArgumentsChanged() throws IOException {
        Path arguments = Files.writeString(folder.resolve("arguments.yaml"), "threshold: 0.5\n");
        replies.add("{\"CommandType\":\"task_ops_control\",\"CommandIdx\":1,\"StatusCode\":\"0\"}");
        Answer done = run("control", "t1", "args", "--arguments", arguments);
        assertEquals(0, done.code(), done.err());
        assertTrue(asked.get(1).contains("\"Control\":4") && asked.get(1).contains("\"AlgArgs\":{\"threshold\":0.5}"), asked.get(1));
        assertEquals(2, run("control", "t1", "explode").code());
    }

    @Test
    void watchTellsEachChangeOnceAndEndsWithTheTask() {
        replies.addAll(List.of(tasks(3, 0), tasks(1, 10), tasks(1, 10), tasks(0, 100)));
        Answer finished = run("watch", "t1", "--every", "0");
        assertEquals(0, finished.code(), finished.err());
        assertEquals(List.of("queued", "running", "finished"),
                finished.out().lines().map(line -> line.split(" +")[2]).toList());
        replies.add(tasks(4, 10));
        assertEquals(1, run("watch", "t1").code());
        replies.add("{\"CommandType\":\"task_status_query\",\"StatusCode\":\"0\",\"TaskStatusSet\":[]}");
        assertEquals(1, run("watch", "t2").code());
    }

    @Test
    void aNodeThatIsAwayStrangeOrDoesNotKnowThePasswordIsAnotherCodeThanARefusal() {
        replies.add("<html>");
        assertEquals(3, run("query", "tasks").code());
        replies.add("{\"StatusCode\":\"0\"}");
        Answer broken = run("query", "tasks");
        assertEquals(3, broken.code(), broken.err());
        assertTrue(broken.err().contains("its reply is not as the standard says"), broken.err());
        stranger = true;
        Answer unknown = run("query", "tasks");
        assertEquals(3, unknown.code());
        assertTrue(unknown.err().contains("does not know " + OWN), unknown.err());
        server.stop(0);
        assertEquals(3, run("query", "tasks").code());
    }

    @Test
    void aBrokerThatIsAwayIsTheCodeOfANodeThatIs() {
        Answer away = run("query", "tasks", "--broker", "mqtt://127.0.0.1:1", "--node", NODE, "--timeout", "3");
        assertEquals(3, away.code(), away.err());
        assertTrue(away.err().contains("the broker cannot be used"), away.err());
    }

    @Test
    void resultsArePrintedOnceAndThoseOfOtherTasksLeft() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Results results = new Results("t1", new PrintStream(out, true, StandardCharsets.UTF_8));
        String mine = "{\"CommandType\":\"task_result\",\"CommandIdx\":7,\"MessageBody\":{\"TaskID\":\"t1\",\"Key\":\"t1/1\"}}";
        for (int i = 0; i < 2; i++) {
            String answer = new String(results.take("System/Command", mine.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            assertEquals("{\"CommandType\":\"task_result\",\"CommandIdx\":7,\"StatusCode\":\"0\"}", answer);
        }
        for (String refused : List.of(mine.replace("\"t1\"", "\"t2\""), mine.replace("task_result", "task_dispatch"), "no message")) {
            String answer = new String(results.take("System/Command", refused.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            assertTrue(answer.contains("\"StatusCode\":\"1\""), answer);
        }
        assertEquals(1, out.toString(StandardCharsets.UTF_8).lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fly", "query", "query what", "query tasks --colour red", "query total --longitude 5",
        "query total --longitude a:b", "dispatch", "control t1", "watch t1 --every x", "query tasks --node ftp://x",
        "query tasks --node", "query tasks --node :", "watch t1 --results", "query tasks --broker ftp://x",
        "query tasks --broker mqtt://127.0.0.1:1 --node line", "query tasks --ca /nowhere.pem"})
    void whatIsCalledWronglyIsToldWithTheHelp(String line) {
        Answer wrong = run((Object[]) line.split(" "));
        assertEquals(2, wrong.code(), wrong.err());
        assertTrue(wrong.err().contains("Usage: ./sluice ctl") || wrong.err().contains("/nowhere.pem"), wrong.err());
        assertEquals(List.of(), asked);
    }
}
