package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.Cameras;
import io.sluice.support.testing.TestFramework;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.service.EventListenerHook;

class MissingServicesIT {

    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RestGateway();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void saysWhatIsMissingUntilItComesAndAfterItWent() throws Exception {
        for (String path : new String[] {"cameras", "models", "streams", "results"}) {
            HttpResponse<String> response = gateway.get("/api/" + path);
            RestIT.assertProblem(503, "", response);
            assertTrue(response.body().contains("part for " + path), response.body());
        }
        RestIT.assertProblem(503, "", gateway.send("GET", "/api/events", "", Map.of("Last-Event-ID", "1")));
        assertEquals("[]", gateway.get("/api/status").body());
        assertEquals("[]", gateway.get("/api/drivers").body());

        var cameras = gateway.context().registerService(Cameras.class, new MemoryCameras(), null);
        assertEquals("[]", gateway.get("/api/cameras").body());
        cameras.unregister();
        RestIT.assertProblem(503, "", gateway.get("/api/cameras"));
    }

    @Test
    void aPartIsThereAsSoonAsItIsRegistered() throws Exception {
        gateway.context().registerService(EventListenerHook.class,
                (event, listeners) -> listeners.keySet().removeIf(told -> told.getBundle().getSymbolicName().equals("io.sluice.rest")),
                null);
        gateway.context().registerService(Cameras.class, new MemoryCameras(), null);
        assertEquals("[]", gateway.get("/api/cameras").body(), "the bundle has not been told of it yet");
    }

    @Test
    void answersAsBeforeAfterAnUpdate() throws Exception {
        Bundle rest = gateway.bundle("io.sluice.rest");
        rest.update();
        TestFramework.await("back", () -> status("/api/status") == 200);
        RestIT.assertProblem(404, "", gateway.get("/api/nothing"));
        HttpResponse<String> malformed = RawHttp.send(
                gateway.port(), "GET /api/%zz HTTP/1.1", "Host: localhost", "Connection: close");
        RestIT.assertProblem(400, "", malformed);
        rest.stop();
        HttpResponse<String> without = RawHttp.send(
                gateway.port(), "GET /api/%zz HTTP/1.1", "Host: localhost", "Connection: close");
        assertTrue(without.body().contains("<html>"), "the server's own handler must be back");
    }

    private int status(String path) {
        try {
            return gateway.get(path).statusCode();
        } catch (Exception notYet) {
            return 0;
        }
    }
}
