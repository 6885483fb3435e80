package io.sluice.placement.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Lease;
import io.sluice.api.message.DeviceType;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.placement.internal.pool.Announcer;
import io.sluice.placement.internal.pool.Clocks;
import io.sluice.placement.internal.pool.FakeAccelerator;
import io.sluice.placement.internal.pool.Models;
import io.sluice.placement.internal.pool.Pool;
import io.sluice.placement.internal.pool.PoolView;
import io.sluice.placement.internal.pool.Rules;
import io.sluice.placement.internal.pool.TimingStore;
import io.sluice.support.testing.TestFramework;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST resources as a client sees them. */
class ServletsTest {

    @TempDir
    Path folder;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final AtomicLong clock = new AtomicLong(1);
    private final FakeAccelerator npu =
            new FakeAccelerator("npu-0", AcceleratorInfo.Kind.NPU, "npu", Set.of("onnx"), 1, clock::addAndGet);
    private Pool pool;
    private Resources resources;
    private Lease lease;

    @BeforeEach
    void start() throws Exception {
        pool = new Pool(Rules.DEFAULT, new TimingStore(folder.resolve("timings.txt")), new Clocks(clock::get, clock::get),
                Runnable::run, Runnable::run, new Announcer(new Silence()));
        pool.add(new FakeAccelerator("cpu-0", AcceleratorInfo.Kind.CPU, "cpu", Set.of("onnx"), 2, clock::addAndGet)
                .takes("m", 5).hot(48), 0);
        lease = pool.place(Models.demand("camera/gate", Models.onnx("m"), 10, 3));
        PoolView view = new PoolView(pool);
        FakeMachine.write(folder, 1000, 400, 8192, 2048);
        resources = new Resources(view, FakeMachine.in(folder), "34020000001110000001", DeviceType.EDGE,
                new AbilityStore(folder.resolve("codecs.txt")));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        Map<String, Servlet> servlets = Map.of(
                "/api/accelerators", new AcceleratorsServlet(view),
                "/api/accelerators/*", new ReleaseServlet(List.of(npu)), "/api/placement", new PlacementServlet(view),
                "/api/resources", new ResourcesServlet(resources), "/api/resources/history", new HistoryServlet(resources));
        servlets.forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        resources.deactivate();
        pool.close();
    }

    @Test
    void listsAcceleratorsWithWhoUsesThem() throws Exception {
        JsonNode device = get("/api/accelerators", 200).get(0);
        assertEquals("cpu-0", device.get("id").textValue());
        assertEquals("READY", device.get("state").textValue());
        assertEquals(48, device.at("/readings/celsius").asDouble());
        // 5 ms and a margin of 1.2, 10 a second, on 2 lanes.
        assertEquals(0.03, device.get("load").asDouble(), 1e-9);
        assertEquals("camera/gate", device.at("/sessions/0/users/0").textValue());
        assertEquals(6, device.at("/sessions/0/worstMillis").asDouble());
    }

    @Test
    void explainsEachPlace() throws Exception {
        JsonNode place = get("/api/placement", 200).get(0);
        assertEquals("cpu-0", place.get("accelerator").textValue());
        assertEquals(10, place.get("runsPerSecond").asDouble());
        assertEquals("taken", place.at("/options/0/verdict").textValue());
        assertTrue(place.at("/options/0/chosen").asBoolean());
        assertTrue(place.get("reason").textValue().contains("3.0 %"), place.toString());
        lease.close();
        assertEquals(0, get("/api/placement", 200).size());
    }

    @Test
    void answersTheStandardsMessages() throws Exception {
        JsonNode both = get("/api/resources", 200);
        assertEquals("34020000001110000001", both.at("/TotalResource/DeviceID").textValue());
        assertEquals("34020000001110000001", both.at("/AvailableResource/DeviceID").textValue());
        assertEquals("0.3 TFLOPS", both.at("/TotalResource/ResourceInfo/ComputeResource/TotalPower/1/ComputingPower")
                .textValue());
    }

    @Test
    void measuresVideoOnceAndKeepsIt() throws Exception {
        NativeLibrary ffmpeg = () -> "8.0.1";
        resources.bindFfmpeg(ffmpeg);
        TestFramework.await("the measurement", () -> !resources.abilities().isEmpty());
        resources.unbindFfmpeg(ffmpeg);
        double measured = resources.abilities().get(0).decoding();
        JsonNode total = get("/api/resources", 200).at("/TotalResource/ResourceInfo/VideoProcessResource");
        assertEquals("H.264", total.at("/0/FormatName").textValue());
        assertEquals(Math.round(measured), total.at("/0/Decoding/MaxPerf").asDouble());
        Resources again = new Resources(new PoolView(pool), FakeMachine.in(folder), "34020000001110000001", DeviceType.EDGE,
                new AbilityStore(folder.resolve("codecs.txt")));
        again.bindFfmpeg(ffmpeg);
        TestFramework.await("what is kept is read", () -> !again.abilities().isEmpty());
        again.deactivate();
        assertEquals(resources.abilities(), again.abilities(), "the very same figures: not measured again");
    }

    @Test
    void answersTheHistoryAskedFor() throws Exception {
        Instant now = Instant.now();
        resources.sample(now.minusSeconds(600));
        FakeMachine.write(folder, 1300, 500, 8192, 4096);
        resources.sample(now);
        JsonNode hour = get("/api/resources/history", 200);
        assertEquals(2, hour.get("samples").size());
        JsonNode recent = get("/api/resources/history?minutes=5", 200).get("samples");
        assertEquals(1, recent.size());
        assertEquals(0.75, recent.at("/0/cpu").asDouble());
        assertEquals(0.5, recent.at("/0/memory").asDouble());
        assertTrue(recent.at("/0/accelerators").has("cpu-0"));
    }

    @Test
    void releasesWhatAnAcceleratorRefusesToRun() throws Exception {
        assertEquals(204, post("/api/accelerators/npu-0/release").statusCode());
        assertEquals(1, npu.releases.get());
        HttpResponse<String> unknown = post("/api/accelerators/npu-1/release");
        assertEquals(404, unknown.statusCode());
        assertTrue(unknown.body().contains("accelerator.unknown"), unknown.body());
        assertEquals(404, post("/api/accelerators/npu-0/reset").statusCode());
        assertEquals("http.method", get("/api/accelerators/npu-0/release", 405).get("code").textValue());
        assertEquals(1, npu.releases.get());
    }

    private HttpResponse<String> post(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        for (String minutes : new String[] {"0", "1441", "-1", "abc", "", "99999999999"}) {
            assertEquals("http.query", get("/api/resources/history?minutes=" + minutes, 400).get("code").textValue());
        }
        assertEquals("http.query", get("/api/placement?x=1", 400).get("code").textValue());
        HttpResponse<String> post = send(HttpRequest.newBuilder(uri("/api/placement"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")).build());
        assertEquals(405, post.statusCode());
        assertEquals("GET, HEAD, OPTIONS", post.headers().firstValue("Allow").orElse(""));
    }

    private JsonNode get(String path, int status) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)).build());
        assertEquals(status, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }
}
