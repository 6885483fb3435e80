package io.sluice.status.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchReportTest {

    @Test
    void refusedFeaturesBecomeStatusesAndErrorsKeepTheirBundle() {
        LaunchReport report = LaunchReport.of(() -> """
                {"features": [{"name": "base", "state": "started"},
                              {"name": "x", "state": "refused", "code": "feature.unresolved", "reason": "no package a.b."}],
                 "bundles": [{"bundle": "io.sluice.y", "error": "it is broken"}]}
                """);
        assertEquals(1, report.refused().size());
        Status status = report.refused().get(0);
        assertEquals("feature/x", status.subject().toString());
        assertEquals(Health.FAILED, status.health());
        assertEquals("The feature x was refused: no package a.b.", status.message());
        assertEquals(Map.of("io.sluice.y", "it is broken"), report.bundleErrors());
    }

    @Test
    void anotherLauncherTellsNothing() {
        LaunchReport report = LaunchReport.of(null);
        assertTrue(report.refused().isEmpty() && report.bundleErrors().isEmpty());
    }
}
