package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that starts again by itself. */
class SuperviseIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aGatewayThatIsKilledComesBackWithWhatItHadAndEndsWhenAsked() throws Exception {
        Gateway gateway = Gateway.start(folder.resolve("data"), "--supervise");
        try (gateway) {
            gateway.put("a", "{\"id\": \"a\", \"source\": {\"driver\": \"file\", \"settings\": {\"path\": \"/nowhere.mp4\"}}}");
            ProcessHandle first = java(gateway);
            first.destroyForcibly();
            Await.until("it is another process", SOON, () -> !first.isAlive()
                    && gateway.process().children().anyMatch(child -> child.pid() != first.pid() && isJava(child)));
            gateway.awaitHealthy();
            assertEquals("a", gateway.get("/api/cameras/a").path("id").asText());
            assertTrue(gateway.logText().contains("the gateway ended with 137 and is started again in 1 s"), gateway.logText());
            ProcessHandle second = java(gateway);
            gateway.process().destroy();
            assertTrue(gateway.process().waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertFalse(second.isAlive());
        } finally {
            gateway.kill();
        }
    }

    @Test
    void aWrongCommandLineIsNotTriedAgain() throws Exception {
        Gateway gateway = Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve("data"), Gateway.freePort(), "--supervise", "--wrong", "1");
        gateway.launch();
        try {
            assertTrue(gateway.process().waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(2, gateway.process().exitValue());
        } finally {
            gateway.kill();
        }
    }

    private static ProcessHandle java(Gateway gateway) {
        return gateway.process().children().filter(SuperviseIT::isJava).findFirst().orElseThrow();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }
}
