package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler asks a gateway, and through it the gateway below. */
class ResourcesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UPPER = "31010000002000000002";
    private static final String LOWER = "31010000001320000001";

    @TempDir
    private Path folder;

    @Test
    void queriesReachTheGatewayBelowAndItsReportsTheOneAbove() throws Exception {
        int upperPort = Gateway.freePort();
        String upperUrl = "http://127.0.0.1:" + upperPort;
        configure("upper", UPPER, "io.sluice.link.http", "device.id=\"" + UPPER + "\"\ndevices=[\"" + LOWER + ":secret\",\""
                + Scheduler.ID + ":word\"]\nexpiry.seconds=I\"3600\"\n");
        configure("upper", UPPER, "io.sluice.resources", "longitude=\"121.47\"\nlatitude=\"31.23\"\npatience.seconds=I\"3\"\n");
        configure("lower", LOWER, "io.sluice.link.http", "device.id=\"" + LOWER + "\"\n");
        configure("lower", LOWER, "io.sluice.link.http.upper-plant", "url=\"" + upperUrl + "\"\npassword=\"secret\"\n"
                + "keepalive.seconds=I\"1\"\nexpiry.seconds=I\"3\"\n");
        configure("lower", LOWER, "io.sluice.resources", "longitude=\"116.40\"\nlatitude=\"39.90\"\nreport.seconds=I\"1\"\n");
        try (Gateway upper = gateway("upper", upperPort); Gateway lower = gateway("lower", Gateway.freePort())) {
            upper.launch();
            lower.launch();
            upper.awaitHealthy();
            lower.awaitHealthy();
            Scheduler scheduler = new Scheduler(upper, "word");
            Await.until("the scheduler is registered", SOON, scheduler::register);

            JsonNode reported = Await.value("both reports of the lower gateway have come", SOON, () -> {
                JsonNode node = node(upper);
                return node.has("total") && node.has("available") ? node : null;
            });
            assertEquals("ONLINE", reported.at("/link/state").asText());
            JsonNode own = lower.get("/api/resources").at("/TotalResource/ResourceInfo/CommonResource");
            assertEquals(own, reported.at("/total/report/ResourceInfo/CommonResource"), "REST and report say the same");
            String first = reported.at("/available/at").asText();
            Await.until("a newer report comes by itself", SOON, () -> !node(upper).at("/available/at").asText().equals(first));

            String both = "'DeviceList':[{'DeviceID':'" + UPPER + "','HierarchicalQuery':'1'}]";
            assertEquals("[" + LOWER + ", " + UPPER + "]", devices(ask(scheduler, "total_res_query", both), "TotalResourceList"));
            assertEquals("[" + LOWER + ", " + UPPER + "]",
                    devices(ask(scheduler, "available_res_query", both), "AvailableResourceList"));
            assertEquals("[" + LOWER + ", " + UPPER + "]", devices(ask(scheduler, "algorithm_res_query", both), "AlgResourceList"));
            assertEquals("[" + LOWER + ", " + UPPER + "]", devices(ask(scheduler, "task_status_query", both), "TaskStatusSet"));
            assertEquals("[" + LOWER + "]", devices(ask(scheduler, "total_res_query", both
                    + ",'LatitudeMin':'35.000000','ProductType':'Sluice'"), "TotalResourceList"), "only one stands in the box");
            assertEquals("[" + UPPER + "]", devices(ask(scheduler, "total_res_query", ""), "TotalResourceList"));

            JsonNode link = lower.get("/api/links").path(0);
            assertEquals("UPPER " + UPPER + " ONLINE", link.path("direction").asText() + " " + link.path("device").asText() + " "
                    + link.path("state").asText());
            Await.until("the clocks are compared", SOON, () -> lower.get("/api/links").path(0).has("offsetMillis"));

            lower.kill();
            JsonNode partial = ask(scheduler, "total_res_query", both);
            assertEquals("[" + UPPER + "]", devices(partial, "TotalResourceList"));
            assertEquals(LOWER, partial.at("/Unanswered/0/DeviceID").asText(), partial.toString());
            assertTrue(node(upper).has("total"), "what was reported last is kept");

            lower.launch();
            lower.awaitHealthy();
            String before = node(upper).at("/total/at").asText();
            Await.until("it reports again", SOON, () -> !node(upper).at("/total/at").asText().equals(before));
            assertEquals("[" + LOWER + "]", devices(ask(scheduler, "total_res_query",
                    "'DeviceList':[{'DeviceID':'" + LOWER + "','HierarchicalQuery':'0'}]"), "TotalResourceList"));
        }
    }

    private static JsonNode node(Gateway upper) throws Exception {
        for (JsonNode node : upper.get("/api/nodes")) {
            if (node.path("device").asText().equals(LOWER)) {
                return node;
            }
        }
        return upper.get("/api/nodes").path(-1);
    }

    private static JsonNode ask(Scheduler scheduler, String type, String body) throws Exception {
        JsonNode reply = scheduler.command(
                "{\"CommandType\":\"" + type + "\",\"CommandIdx\":1,\"MessageBody\":{" + body.replace('\'', '"') + "}}");
        assertEquals("0", reply.path("StatusCode").asText(), reply.toString());
        return reply;
    }

    private static String devices(JsonNode reply, String list) {
        TreeSet<String> devices = new TreeSet<>();
        reply.path(list).forEach(one -> devices.add(one.path("DeviceID").asText()));
        return devices.toString();
    }

    private Gateway gateway(String node, int port) throws Exception {
        configure(node, node.equals("upper") ? UPPER : LOWER, "io.sluice.broker",
                "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        return Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve(node), port, "--feature", "cascade");
    }

    private void configure(String node, String device, String pid, String text) throws Exception {
        Path data = folder.resolve(node);
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), device);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
