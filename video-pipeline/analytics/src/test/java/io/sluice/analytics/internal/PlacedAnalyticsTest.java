package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.FakeBundleContext;
import io.sluice.analytics.internal.FakePlacement.Brain;
import io.sluice.api.error.RejectedException;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.stream.AccessUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;

/** An analysis whose models have places of their own, and one that is shown a candidate beside its version. */
class PlacedAnalyticsTest {

    private static final int GROUP = 10;

    @TempDir
    Path folder;

    private final FakeBundleContext framework = new FakeBundleContext();
    private final List<AnalysisResult> results = new ArrayList<>();
    private final FakeHub hub = new FakeHub();
    private final FakePlacement placement = new FakePlacement().with("finder",
            new Brain(List.of(1L, 5L, 1L), input -> new float[] {16, 16, 16, 16, 0.9f}));
    private FakeModels models;
    private CameraAnalytics component;
    private int published;

    @BeforeEach
    void prepare() throws IOException {
        framework.store(Files.createDirectories(folder.resolve("storage")));
        models = new FakeModels(folder);
        models.offer("finder", "1");
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
    }

    @AfterEach
    void everythingIsGivenBack() {
        component.deactivate();
        assertEquals(0, placement.openLeases.get());
        assertEquals(0, placement.openBindings.get());
        assertTrue(framework.services(StatusSource.class).isEmpty());
    }

    @Test
    void asksForAPlaceForTheCameraAtItsRate() {
        start("frames.per.second", 5.0);
        publish(20);
        awaitLast(15);
        assertEquals("camera/gate", placement.demands.get(0).user());
        assertEquals("finder", placement.demands.get(0).model().id());
        assertEquals(5.0, placement.demands.get(0).runsPerSecond());
        assertEquals(1, placement.demands.size());
    }

    @Test
    void movesToAnotherPlaceBetweenTwoPictures() {
        start();
        publish(10);
        placement.generation = 1;
        Await.until(() -> {
            publish(5);
            return placement.bindingsEver.get() == 2 && placement.openBindings.get() == 1;
        }, () -> placement.bindingsEver + " bindings, open " + placement.openBindings);
        assertAllLookedAt();
        assertEquals(1, placement.demands.size());
    }

    @Test
    void aPlaceThatIsLostCostsNoPicture() {
        start();
        publish(10);
        placement.lost = true;
        placement.generation = 1;
        publish(20);
        assertAllLookedAt();
        assertEquals(1, placement.openBindings.get());
    }

    @Test
    void aRefusalIsShownWithItsNumbers() {
        placement.refusal = Optional.of(new RejectedException("placement.does_not_fit",
                "It needs 1.8 of 1.0 s a second.", "Ask for fewer pictures.", null));
        launch();
        Status status = awaitStatus("analysis.placement.refused", "analysis/gate/finder");
        assertTrue(status.message().contains("1.8 of 1.0"), status.message());
        assertEquals("Ask for fewer pictures.", status.remedy());
    }

    @Test
    void roomThatComesFreeIsTakenWithoutBeingTold() {
        placement.refusal = Optional.of(new RejectedException("placement.does_not_fit", "No room.", "", null));
        launch();
        awaitStatus("analysis.placement.refused", "analysis/gate/finder");
        placement.refusal = Optional.empty();
        Await.until(() -> hub.openTaps() == 1, () -> "no tap");
        publish(10);
        assertAllLookedAt();
    }

    @Test
    void aSlowerPlaceIsUsedAtItsRateAndToldOf() {
        placement.granted = 2.5;
        start("frames.per.second", 5.0);
        publish(41);
        awaitLast(40);
        assertEquals(List.of(0L, 10L, 20L, 30L, 40L), lookedAt());
        Status status = awaitStatus("analysis.reduced", "analysis/gate/finder");
        assertEquals("2.5", status.details().get("fps"));
        assertEquals("the test says so", status.details().get("cause"));
    }

    @Test
    void aPlacementThatIsReplacedIsWaitedForAndNoPictureIsLost() {
        start();
        publish(10);
        component.unsetPlacement(placement);
        awaitStatus("analysis.placement.missing", "analysis/gate/finder");
        hub.publish(units(10, 30));
        published = 30;
        component.setPlacement(placement);
        awaitLast(29);
        assertEquals(LongStream.range(0, 30).boxed().toList(), lookedAt());
    }

    @Test
    void aVersionFollowsAnotherWhereThereIsRoomForOneOnly() throws IOException {
        placement.capacity = 30;
        start("frames.per.second", 25.0);
        publish(10);
        models.offer("finder", "2");
        component.handleEvent(new Event("io/sluice/model/CHANGED", Map.of()));
        Await.until(() -> {
            publish(5);
            return placement.demands.size() >= 4 && placement.openLeases.get() == 1;
        }, () -> placement.demands.size() + " demands, open leases: " + placement.openLeases);
        // Refused beside the one in use, taken without a promise, and then with it.
        assertEquals(List.of(25.0, 25.0, 0.0, 25.0),
                placement.demands.stream().map(demand -> demand.runsPerSecond()).toList());
        publish(5);
        assertAllLookedAt();
        assertEquals("2", results().get(published - 1).modelVersion());
    }

    @Test
    void aCandidateIsComparedOnTheSamePicturesAndNothingOfItIsStored() throws IOException {
        models.keep("finder", "2", FakeModels.BOX);
        placement.capacity = 25;
        start("candidate", "2", "frames.per.second", 25.0);
        Await.until(() -> {
            publish(5);
            return status("analysis/gate/finder@2").isPresent() && shadow().code().equals("analysis.shadow");
        }, () -> "status " + status("analysis/gate/finder@2"));
        assertEquals("100.0", shadow().details().get("agreement"));
        assertEquals("10", shadow().details().get("pictures"));
        assertTrue(results().stream().allMatch(result -> result.modelVersion().equals("1")));
        assertAllLookedAt();
        assertEquals(2, placement.openLeases.get());
        component.modified(FakeConfig.of());
        Await.until(() -> {
            publish(5);
            return status("analysis/gate/finder@2").isEmpty() && placement.openLeases.get() == 1;
        }, () -> "the candidate stays");
    }

    @Test
    void aCandidateThatBecomesTheVersionInUseIsNotCompared() throws IOException {
        var second = models.keep("finder", "2", new Region(0, 0, 0.2, 0.2));
        start("candidate", "2");
        publish(5);
        models.activate(second);
        component.handleEvent(new Event("io/sluice/model/CHANGED", Map.of()));
        Await.until(() -> {
            publish(5);
            return status("analysis/gate/finder@2").map(Status::code).orElse("").equals("analysis.shadow.active");
        }, () -> "status " + status("analysis/gate/finder@2"));
        assertAllLookedAt();
    }

    private void launch(Object... changes) {
        component.setHub(hub);
        component.setPlacement(placement);
        component.setModels(models);
        component.activate(FakeConfig.of(changes));
    }

    private void start(Object... changes) {
        launch(changes);
        Await.until(() -> hub.openTaps() == 1, () -> "no tap");
    }

    /** Goes on with the stream and waits until the pictures were looked at. */
    private void publish(int count) {
        for (int end = published + count; published < end;) {
            int next = Math.min(end, published + GROUP);
            hub.publish(units(published, next));
            published = next;
            Await.until(() -> hub.waiting() == 0, () -> hub.waiting() + " units wait");
        }
    }

    private static List<AccessUnit> units(int from, int to) {
        return SyntheticVideo.greys(64, 48, to, 25, GROUP).subList(from, to);
    }

    private void awaitLast(long sequence) {
        Await.until(() -> {
            List<Long> looked = lookedAt();
            return !looked.isEmpty() && looked.get(looked.size() - 1) >= sequence;
        }, () -> "looked at " + lookedAt());
    }

    private void assertAllLookedAt() {
        awaitLast(published - 1);
        assertEquals(LongStream.range(0, published).boxed().toList(), lookedAt());
    }

    private List<Long> lookedAt() {
        return results().stream().map(result -> result.frame().sequence()).toList();
    }

    private void take(AnalysisResult result) {
        synchronized (results) {
            results.add(result);
        }
    }

    private List<AnalysisResult> results() {
        synchronized (results) {
            return List.copyOf(results);
        }
    }

    private Status shadow() {
        return status("analysis/gate/finder@2").orElseThrow();
    }

    private Optional<Status> status(String subject) {
        return framework.services(StatusSource.class).stream()
                .flatMap(source -> source.statuses().stream())
                .filter(status -> status.subject().toString().equals(subject))
                .findFirst();
    }

    private Status awaitStatus(String code, String subject) {
        Await.until(() -> status(subject).map(status -> status.code().equals(code)).orElse(false),
                () -> "status is " + status(subject) + " and not " + code);
        return status(subject).orElseThrow();
    }
}
