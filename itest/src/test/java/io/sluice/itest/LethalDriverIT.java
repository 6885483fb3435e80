package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that would end the gateway at its start never runs in it, once it is to run in a process of its own. */
class LethalDriverIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NAME = "test.lethal";
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" immediate="true" activate="activate">
              <implementation class="%s"/>
            </scr:component>
            """.formatted(NAME, LethalDriver.class.getName());

    @TempDir
    private Path folder;

    @Test
    void theGatewayStartsAndSaysWhatItsProcessDiedOf() throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        distribution.addFeature("lethal", "Bundle-SymbolicName: " + NAME
                + "\nService-Component: OSGI-INF/lethal.xml\nRequire-Capability: osgi.extender;filter:=\"(osgi.extender=osgi.component)\"\n",
                Map.of("OSGI-INF/lethal.xml", COMPONENT), LethalDriver.class);
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        Files.writeString(data.resolve("etc/io.sluice.accel.contained-lethal.config"), "driver=\"" + NAME + "\"\n");
        // First with an empty cache and configuration, then with what is there already.
        for (int start = 0; start < 2; start++) {
            try (Gateway gateway =
                    Gateway.prepare(distribution.home(), data, Gateway.freePort(), "--feature", "lethal")) {
                gateway.launch();
                gateway.awaitHealthy();
                JsonNode died = gateway.awaitCode("accelerator", NAME, SOON, "accelerator.contained.crashed");
                assertTrue(died.path("message").asText().contains("exit code " + LethalDriver.EXIT_CODE), died.toString());
                assertTrue(died.path("message").asText().contains("the firmware is damaged"), died.toString());
                gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
                assertEquals(200, gateway.send("GET", "/system/health", null).statusCode());
            }
        }
    }
}
