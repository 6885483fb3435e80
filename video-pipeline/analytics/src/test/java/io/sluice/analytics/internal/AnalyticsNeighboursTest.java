package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.mp4.clips.Clip;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Services and cameras that go away under an analysis and come back. */
class AnalyticsNeighboursTest extends AnalyticsCase {

    @Test
    void theAcceleratorMayGoAndComeBackAndNoPictureIsLeftOutOrLookedAtTwice() {
        startAndTap(config("zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        publish(5, 64, 48);
        awaitResults(5);
        component.unsetAccelerator(cpu);
        cpu.close();
        Status status = awaitStatus("analysis.accelerator.missing");
        assertEquals(Health.DEGRADED, status.health());
        hub.publish(continued(5, 35));
        try (OnnxCpu next = new OnnxCpu()) {
            component.setAccelerator(next);
            awaitResults(35);
            assertEquals(sequences(35), lookedAt());
            assertEquals(1, results().stream().mapToLong(result -> result.crossings().size()).sum());
            component.deactivate();
        }
        restart();
    }

    @Test
    void replacedItContinuesAfterTheLastPictureLookedAt() {
        startAndTap(config());
        publish(17, 64, 48);
        awaitResults(17);
        component.deactivate();
        hub.publish(continued(17, 45));
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        start(config());
        awaitResults(45);
        assertEquals(sequences(45), lookedAt());
    }

    @Test
    void replacedItKeepsTheBeatOfItsRate() {
        startAndTap(config("frames.per.second", 5.0));
        publish(17, 64, 48);
        Await.until(() -> results().size() == 4, () -> results().size() + " results");
        component.deactivate();
        hub.publish(continued(17, 41));
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        start(config("frames.per.second", 5.0));
        awaitResults(9);
        assertEquals(List.of(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L), lookedAt());
    }

    @Test
    void whereTheHubHasThePlaceNoMoreItBeginsWithWhatThereIs() {
        start(config());
        publish(5, 64, 48);
        awaitResults(5);
        component.deactivate();
        FakeHub next = new FakeHub(1000);
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        component.setHub(next);
        component.setAccelerator(cpu);
        component.setModels(models);
        component.activate(config());
        next.publish(SyntheticVideo.greys(64, 48, 5, 25, GROUP));
        awaitResults(10);
        component.deactivate();
        assertEquals(0, next.openTaps());
        restart();
    }

    @Test
    void theHubMayGoAndComeBack() {
        start(config());
        publish(5, 64, 48);
        awaitResults(5);
        component.unsetHub(hub);
        hub.close();
        awaitStatus("analysis.hub.missing");
        FakeHub next = new FakeHub(1000);
        component.setHub(next);
        next.publish(SyntheticVideo.greys(64, 48, 5, 25, GROUP));
        awaitResults(10);
        component.deactivate();
        assertEquals(0, next.openTaps());
        restart();
    }

    @Test
    void aSilentCameraIsToldAndContinues() {
        start(config());
        assertEquals(Health.UNKNOWN, awaitStatus("analysis.stream.waiting").health());
        publish(5, 64, 48);
        awaitResults(5);
        assertEquals(Health.DEGRADED, awaitStatus("analysis.stream.waiting").health());
        publish(5, 64, 48);
        awaitResults(10);
        awaitStatus("analysis.begun");
    }

    /** A real stream with B-frames: the decoder has pictures in hand when the last unit has come. */
    @Test
    void whatTheDecoderHeldBackIsLookedAtWhenTheStreamEnds() {
        startAndTap(config());
        Clip clip = Clip.load("pyramid.h264");
        hub.publish(IntStream.range(0, GROUP).mapToObj(index -> clip.unit(index, () -> { })).toList());
        hub.end();
        awaitResults(GROUP);
        Await.until(() -> status().filter(told -> told.code().equals("analysis.stream.waiting"))
                        .filter(told -> told.details().get("settled").equals(Integer.toString(GROUP - 1))).isPresent(),
                () -> "it does not tell how far it has come: " + status());
    }
}
