package io.sluice.itest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignMqttNode;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two gateways, one below the other, a foreign node above each, and a foreign camera: started once for all tests of conformance, which
 * is why these leave nothing behind.
 */
public final class Site implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);
    static final String UPPER = "31010000002000000002";
    static final String LOWER = "31010000001320000001";
    /** May register with the lower gateway and does not by itself. */
    static final String GUEST = "31010000002000000006";
    /** The lower gateway takes no more that have not ended. */
    static final int MOST_TASKS = 12;
    private static final String ABOVE_UPPER = "31010000002000000003";
    private static final String ABOVE_LOWER = "31010000002000000004";
    private static final String BESIDE_LOWER = "31010000002000000005";
    /** May speak with the lower gateway by MQTT. */
    static final String BY_MQTT = "31010000002000000007";
    /** The number of an algorithm of classic operators that the lower gateway has. */
    static final int CLASSIC = 61;

    /** Resolves parameters of type {@link Site}. */
    public static final class Starter implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Site.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.create(Site.class))
                    .getOrComputeIfAbsent(Site.class, type -> start(), Site.class);
        }
    }

    final Path folder;
    final Gateway upper;
    final Gateway lower;
    final ForeignRtspServer cameras;
    /** Schedules for the upper gateway. */
    final ForeignNode cloud;
    /** Schedules for the lower gateway, and takes results. */
    final ForeignNode scheduler;
    /** Another node that the lower gateway can send to. */
    final ForeignNode neighbour;
    private final int lowerBroker = Gateway.freePort();
    private final AtomicInteger tasks = new AtomicInteger();

    private Site(Path folder) throws Exception {
        this.folder = folder;
        int upperPort = Gateway.freePort();
        String upperUrl = "http://127.0.0.1:" + upperPort;
        configure("upper", UPPER, "io.sluice.link.http", "devices=[\"" + LOWER + ":secret\",\"" + ABOVE_UPPER
                + ":word\"]\nexpiry.seconds=I\"3600\"\nrequests.per.second=I\"1000\"\n");
        configure("upper", UPPER, "io.sluice.resources", "longitude=\"121.470000\"\nlatitude=\"31.230000\"\n");
        configure("lower", LOWER, "io.sluice.link.http", "devices=[\"" + ABOVE_LOWER + ":word\",\"" + BESIDE_LOWER
                + ":word\",\"" + GUEST + ":word\"]\nexpiry.seconds=I\"3600\"\nrequests.per.second=I\"1000\"\n");
        configure("lower", LOWER, "io.sluice.link.http.upper-plant", "url=\"" + upperUrl + "\"\npassword=\"secret\"\n"
                + "keepalive.seconds=I\"1\"\nexpiry.seconds=I\"3\"\n");
        configure("lower", LOWER, "io.sluice.executor", "concurrent=I\"4\"\naccepted=I\"" + MOST_TASKS + "\"\n");
        configure("lower", LOWER, "io.sluice.resources",
                "longitude=\"116.400000\"\nlatitude=\"39.900000\"\nreport.seconds=I\"1\"\n");
        String broker = "tcp://127.0.0.1:" + lowerBroker;
        configure("lower", LOWER, "io.sluice.link.mqtt", "broker=[\"" + broker + "\"]\nlower=[\"" + BY_MQTT + ":key\"]\n");
        Models.moving(folder.resolve("lower"), CLASSIC);
        upper = gateway("upper", upperPort, Gateway.freePort());
        lower = gateway("lower", Gateway.freePort(), lowerBroker, "--supervise");
        cameras = ForeignRtspServer.start(ForeignRtspServer.testPicture("/ball"));
        cloud = new ForeignNode(ABOVE_UPPER, "word", upper.address(""));
        scheduler = new ForeignNode(ABOVE_LOWER, "word", lower.address(""));
        neighbour = new ForeignNode(BESIDE_LOWER, "word", lower.address(""));
    }

    private static Site start() {
        try {
            Site site = new Site(Files.createTempDirectory("sluice-conformance"));
            site.upper.launch();
            site.lower.launch();
            site.upper.awaitHealthy();
            site.lower.awaitHealthy();
            for (ForeignNode node : new ForeignNode[] {site.cloud, site.scheduler, site.neighbour}) {
                Await.until("the foreign node is registered", SOON, node::register);
            }
            site.upper.awaitCode("link", LOWER, SOON, "link.online");
            return site;
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }

    private Gateway gateway(String node, int port, int broker, String... more) throws IOException {
        configure(node, node.equals("upper") ? UPPER : LOWER, "io.sluice.broker",
                "port=I\"" + broker + "\"\ndisk.free.mib=I\"1\"\n");
        List<String> arguments = new ArrayList<>(List.of("--feature", "cascade"));
        arguments.addAll(List.of(more));
        return Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve(node), port, arguments.toArray(String[]::new));
    }

    private void configure(String node, String device, String pid, String text) throws IOException {
        Path data = folder.resolve(node);
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), device);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }

    String camera() {
        return cameras.address("/ball");
    }

    /** An id that no other test has. */
    String task(String name) {
        return name + "-" + tasks.incrementAndGet();
    }

    /** Pictures of the foreign camera for the scheduler; apostrophes stand for quotation marks. */
    String pictures(String task, int count, String members) {
        return pictures(task, count, members, "{'DeviceID':'" + scheduler.id() + "'}");
    }

    String pictures(String task, int count, String members, String destinations) {
        return "{'TaskID':'" + task + "','TaskType':1,'TaskAttr':0,'AlgModelInfo':{'AlgID':0,'AlgVersion':'1'},"
                + "'InputInfo':{'StreamURL':'" + camera() + "','TaskFrameRate':5,'AlgArgs':{'Quality':30"
                + (count > 0 ? ",'Count':" + count : "") + "}}," + members + "'DstDeviceList':[" + destinations + "]}";
    }

    /** The same at stated times only (TaskAttr 1). */
    String timed(String task, int count, String range) {
        return pictures(task, count, "'ExecutionCond':{'TimeRange':[{" + range + "}]},").replace("'TaskAttr':0,", "'TaskAttr':1,");
    }

    ForeignNode.Answer dispatch(String... descriptions) throws Exception {
        return scheduler.command("task_dispatch",
                "'DeviceID':'" + LOWER + "','MessageBody':{'TaskDispatchList':[" + String.join(",", descriptions) + "]}");
    }

    ForeignNode.Answer control(String task, int order, String members) throws Exception {
        return scheduler.command("task_ops_control",
                "'MessageBody':{'OpsControlList':[{'TaskID':'" + task + "','Control':" + order + members + "}]}");
    }

    /** What the lower gateway says of a task now; missing where it knows none. */
    JsonNode state(String task) throws Exception {
        JsonNode reply = scheduler.command("task_status_query", "'MessageBody':{'DeviceList':[{'DeviceID':'" + LOWER
                + "','HierarchicalQuery':'0','TaskIDList':['" + task + "']}]}").body();
        for (JsonNode state : reply.findParents("TaskID")) {
            if (state.path("TaskID").asText().equals(task)) {
                return state;
            }
        }
        return reply.path("none");
    }

    void awaitStatus(String task, int status) {
        Await.until(task + " has the status " + status, SOON, () -> state(task).path("ExecutionStatus").asInt(-1) == status);
    }

    /** Ends what a test has left running, so that it is in nobody's way. */
    void stopAll() throws Exception {
        scheduler.refuse(false);
        neighbour.refuse(false);
        for (JsonNode state : lower.get("/api/tasks")) {
            int status = state.path("ExecutionStatus").asInt();
            if (status >= 1 && status <= 3) {
                control(state.path("TaskID").asText(), 1, "");
            }
        }
    }

    /** A foreign node sends a result of its task with this analysis, or one part of it; again until it is taken. */
    static void tell(ForeignNode from, String task, long at, String analysis) {
        String body = "'MessageBody':{'TaskID':'" + task + "','DeviceID':'" + from.id() + "','DstDeviceList':[{'DeviceID':'" + LOWER
                + "'}],'AlgID':0,'AlgVersion':'1','Ts':" + at + ",'Key':'" + task + at + "','TaskResultData':{'AnalysisResult':["
                + analysis + "]}}";
        Await.until("the result is taken", SOON, () -> from.command("task_result", body).isSuccess());
    }

    /** A node that knows nothing but MQTT. */
    ForeignMqttNode byMqtt(ExecutorService pool, Consumer<JsonNode> taker) throws MqttException {
        return new ForeignMqttNode("tcp://127.0.0.1:" + lowerBroker, BY_MQTT, LOWER, "key", pool, taker);
    }

    /** Ends the virtual machine of the lower gateway as a fault would, and starts nothing. */
    void crashLower() throws Exception {
        ProcessHandle machine = lower.process().children().filter(child -> child.info().command().orElse("").endsWith("/java"))
                .findFirst().orElseThrow();
        machine.destroyForcibly();
        machine.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
        awaitLower();
    }

    /** Kills the lower gateway and has all back as it was. */
    void killLower() throws Exception {
        lower.kill();
        lower.launch();
        awaitLower();
    }

    private void awaitLower() {
        lower.awaitHealthy();
        Await.until("the scheduler is registered again", SOON, scheduler::register);
        Await.until("its neighbour is registered again", SOON, neighbour::register);
        upper.awaitCode("link", LOWER, SOON, "link.online");
    }

    @Override
    public void close() throws Exception {
        try (upper; lower; cameras; cloud; scheduler; neighbour) {
            // Each is closed, whatever becomes of the others.
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
