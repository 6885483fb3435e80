package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.result.AnalysisResult;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Models that are missing, unfit or replaced while pictures come. */
class AnalyticsModelsTest extends AnalyticsCase {

    @Test
    void aMissingModelIsToldAndTakenWhenItComes() throws IOException {
        models.withdraw("finder");
        start(config());
        Status status = awaitStatus("analysis.model.missing");
        assertEquals(Health.FAILED, status.health());
        models.offer("finder", "1");
        modelEvent();
        publish(5, 64, 48);
        awaitResults(5);
    }

    @Test
    void aCorruptModelIsToldAndTakenWhenRepaired() throws IOException {
        models.offer("finder", "1", Files.writeString(folder.resolve("bad.onnx"), "no model"), List.of("thing"));
        start(config());
        Status status = awaitStatus("analysis.model.rejected");
        assertEquals(Health.FAILED, status.health());
        assertTrue(status.message().contains("bad.onnx"), status.message());
        assertFalse(status.remedy().isEmpty());
        models.offer("finder", "2");
        modelEvent();
        publish(5, 64, 48);
        awaitResults(5);
        assertEquals("2", result(0).modelVersion());
    }

    @Test
    void aModelOfTheWrongShapeIsToldWithItsNumbers() throws IOException {
        Path file = models.file("finder", "1", FakeModels.BOX);
        models.offer("finder", "2", file, List.of("thing", "other"));
        start(config());
        Status status = awaitStatus("analysis.model.rejected");
        assertTrue(status.message().contains("[1, 5, 1]"), status.message());
        assertTrue(status.message().contains("[1, 6, boxes]"), status.message());
    }

    @Test
    void aNewVersionTakesOverBetweenTwoPictures() throws IOException {
        startAndTap(config());
        publish(5, 64, 48);
        awaitResults(5);
        models.offer("finder", "2");
        modelEvent();
        publishUntil("2");
        assertEquals(List.of("1", "2"), results().stream().map(AnalysisResult::modelVersion).distinct().toList());
        assertEquals(sequences(pictures), lookedAt());
        assertEquals(1, results().stream().map(result -> result.detections().get(0).trackId()).distinct().count());
        assertEquals(1, hub.tapsEver());
    }

    @Test
    void aRefusedUpdateLeavesTheOldVersionAtWork() throws IOException {
        startAndTap(config());
        publish(5, 64, 48);
        awaitResults(5);
        models.offer("finder", "2", folder.resolve("absent.onnx"), List.of("thing"));
        modelEvent();
        publish(5, 64, 48);
        awaitResults(10);
        Status status = awaitStatus("analysis.model.update.rejected");
        assertEquals(Map.of("model", "finder", "version", "2", "running", "1"), status.details().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("cause"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals("1", result(9).modelVersion());
    }

    @Test
    void anotherCameraOrModelBeginsAnew() throws IOException {
        models.offer("other", "7");
        start(config());
        publish(5, 64, 48);
        awaitResults(5);
        component.modified(config("model.id", "other"));
        Await.until(() -> last().map(result -> result.modelId().equals("other")).orElse(false), () -> "no other model");
        assertEquals("7", last().orElseThrow().modelVersion());
        assertEquals("analysis/gate/other", status().orElseThrow().subject().toString());
        assertEquals(2, hub.tapsEver());
    }
}
