package io.sluice.accel.contained.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.contained.internal.child.DriverSettings;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver whose library really crashes costs the run in flight, and is back. */
class CrashIT {

    private static final float SEGFAULT = -1;
    private static final float HANG = -2;
    private static final float EXIT = -3;
    private static final float ABORT = -4;

    @TempDir
    private static Path folder;
    private static Launch launch;
    private static Settings settings;

    private Contained contained;

    @BeforeAll
    static void compile() throws Exception {
        settings = Contained.settings(StandIn.NAME, "-Dstandin.library=" + StandIn.library(folder));
        launch = Contained.launch(StandIn.bundle(folder));
    }

    private void start(Settings with) throws Exception {
        contained = new Contained(with, launch);
    }

    @AfterEach
    void stop() throws Exception {
        contained.close();
    }

    @Test
    void aCrashCostsItsRunAndIsTold() throws Exception {
        start(settings);
        Accelerator before = contained.accelerator();
        InferenceSession session = before.load(Contained.model("m"));
        assertEquals(42, Contained.run(session, 21));
        assertEquals(Health.OK, contained.status("standin-0").orElseThrow().health());
        long pid = contained.supervisor().child().orElseThrow().pid();

        UnavailableException crashed = assertThrows(UnavailableException.class, () -> Contained.run(session, SEGFAULT));
        assertEquals(Death.CRASHED, crashed.code());
        assertTrue(crashed.getMessage().contains("SIGSEGV in [libstandin.so"), crashed.getMessage());
        assertEquals(Death.CRASHED,
                assertThrows(SluiceException.class, () -> Contained.run(session, 1)).code(), "the session is gone");
        session.close();

        TestFramework.await("another process", () -> contained.find().filter(now -> now != before).isPresent());
        assertEquals(84, Contained.run(contained.accelerator().load(Contained.model("m")), 42));
        assertFalse(ProcessHandle.of(pid).isPresent());
        assertEquals(Health.OK, contained.status("standin-0").orElseThrow().health());
    }

    @Test
    void aCrashIsAStatusUntilTheDriverIsBack() throws Exception {
        start(new Settings(settings.driver(), settings.runLimit(), settings.loadLimit(), settings.startLimit(), 3, 48,
                settings.javaOptions(), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
        InferenceSession session = contained.accelerator().load(Contained.model("m"));
        assertThrows(UnavailableException.class, () -> Contained.run(session, EXIT));
        TestFramework.await("withdrawn", () -> contained.find().isEmpty());
        var status = contained.status("standin-0").orElseThrow();
        assertEquals(Health.DEGRADED, status.health());
        assertEquals(Death.CRASHED, status.code());
        assertTrue(status.message().contains("exit code 7"), status.message());
        assertTrue(status.message().contains("the firmware does not answer"), status.message());
        assertFalse(status.remedy().isEmpty());
    }

    @Test
    void whatTheDriverSaysOfItselfIsToldUntilItsProcessEnds() throws Exception {
        DriverSettings hot = new DriverSettings(
                List.of(new DriverSettings.Entry("standin", false, Map.of("fan", "stopped"))));
        contained = new Contained(new Settings(settings.driver(), settings.runLimit(), settings.loadLimit(),
                settings.startLimit(), 3, 48, settings.javaOptions(), Duration.ofHours(1), Duration.ofHours(1),
                Duration.ofHours(1)), new Launch(launch.classPath(), launch.bundles(), hot));
        InferenceSession session = contained.accelerator().load(Contained.model("m"));
        TestFramework.await("told", () -> contained.status("standin-fan").isPresent());
        Status fan = contained.status("standin-fan").orElseThrow();
        assertEquals(Health.FAILED, fan.health());
        assertEquals("standin.fan.stopped", fan.code());
        assertEquals("Replace it.", fan.remedy());
        TestFramework.await("its own word comes first", () ->
                contained.status("standin-0").filter(status -> status.code().equals("standin.hot")).isPresent());
        assertEquals(Map.of("celsius", "96"), contained.status("standin-0").orElseThrow().details());

        assertThrows(UnavailableException.class, () -> Contained.run(session, ABORT));
        TestFramework.await("withdrawn", () -> contained.status("standin-fan").isEmpty());
        assertEquals(Death.CRASHED, contained.status("standin-0").orElseThrow().code());
    }

    @Test
    void aRunThatHangsIsEndedWithItsProcess() throws Exception {
        start(Contained.withRunLimit(settings, Duration.ofMillis(500)));
        Accelerator before = contained.accelerator();
        InferenceSession session = before.load(Contained.model("m"));
        UnavailableException hung = assertThrows(UnavailableException.class, () -> Contained.run(session, HANG));
        assertTrue(hung.getMessage().contains("did not answer within 500 ms"), hung.getMessage());
        TestFramework.await("another process", () -> contained.find().filter(now -> now != before).isPresent());
        assertEquals(2, Contained.run(contained.accelerator().load(Contained.model("m")), 1));
    }

    @Test
    void aProcessKilledInMidRunIsReplaced() throws Exception {
        start(settings);
        Accelerator before = contained.accelerator();
        InferenceSession session = before.load(Contained.model("m"));
        CompletableFuture<Float> run = CompletableFuture.supplyAsync(() -> Contained.run(session, HANG));
        TestFramework.await("in the library", () -> Stacks.inLibrary(contained.supervisor().child().orElseThrow().pid()));
        ProcessHandle.of(contained.supervisor().child().orElseThrow().pid()).orElseThrow().destroyForcibly();
        ExecutionException failed = assertThrows(ExecutionException.class, run::get);
        assertTrue(failed.getCause().getMessage().contains("SIGKILL"), failed.getCause().getMessage());
        TestFramework.await("another process", () -> contained.find().filter(now -> now != before).isPresent());
        assertEquals(2, Contained.run(contained.accelerator().load(Contained.model("m")), 1));
    }

    @Test
    void aModelThatCrashesAgainAndAgainIsNotRunAnyMore() throws Exception {
        start(settings);
        for (int crash = 0; crash < 3; crash++) {
            Accelerator now = contained.accelerator();
            InferenceSession bad = now.load(Contained.model("bad"));
            assertThrows(UnavailableException.class, () -> Contained.run(bad, ABORT));
            TestFramework.await("another process", () -> contained.find().filter(next -> next != now).isPresent());
            assertEquals(6, Contained.run(contained.accelerator().load(Contained.model("good")), 3));
        }
        Accelerator now = contained.accelerator();
        UnavailableException refused = assertThrows(UnavailableException.class, () -> now.load(Contained.model("bad")));
        assertEquals(Culprits.QUARANTINED, refused.code());
        assertEquals(6, Contained.run(now.load(Contained.model("good")), 3));
        var status = contained.status("standin-0").orElseThrow();
        assertEquals(Culprits.QUARANTINED, status.code());
        assertTrue(status.message().contains("bad") && !status.message().contains("good"), status.message());
    }

    @Test
    void whoIsReleasedRunsAgainAndOthersNoticeNothing() throws Exception {
        start(settings);
        quarantine();
        Accelerator now = contained.accelerator();
        InferenceSession good = now.load(Contained.model("good"));
        now.releaseQuarantine();
        TestFramework.await("told", () -> contained.status("standin-0").orElseThrow().health() == Health.OK);
        assertEquals(10, Contained.run(now.load(Contained.model("bad")), 5));
        assertEquals(6, Contained.run(good, 3), "a session of another model was lost");
        assertEquals(now, contained.accelerator());
    }

    @Test
    void afterItsTimeAModelIsTriedAgainByItself() throws Exception {
        start(Contained.withQuarantine(settings, Duration.ofMillis(300)));
        quarantine();
        TestFramework.await("its time is over", () -> contained.status("standin-0").orElseThrow().health() == Health.OK);
        InferenceSession bad = contained.accelerator().load(Contained.model("bad"));
        assertEquals(4, Contained.run(bad, 2), "it may run when it does not crash");
    }

    /** By signals as a driver's bug raises them. */
    private void quarantine() throws Exception {
        for (int crash = 0; crash < 3; crash++) {
            Accelerator now = contained.accelerator();
            InferenceSession bad = now.load(Contained.model("bad"));
            assertThrows(UnavailableException.class, () -> Contained.run(bad, SEGFAULT));
            TestFramework.await("another process", () -> contained.find().filter(next -> next != now).isPresent());
        }
    }

    @Test
    void aModelThatCrashesWhileItIsLoadedIsNotLoadedAnyMore() throws Exception {
        start(settings);
        for (int crash = 0; crash < 3; crash++) {
            Accelerator now = contained.accelerator();
            assertEquals(Death.CRASHED, assertThrows(UnavailableException.class,
                    () -> now.load(Contained.model("crashes-on-load"))).code());
            TestFramework.await("another process", () -> contained.find().filter(next -> next != now).isPresent());
        }
        Accelerator now = contained.accelerator();
        assertEquals(Culprits.QUARANTINED, assertThrows(UnavailableException.class,
                () -> now.load(Contained.model("crashes-on-load"))).code());
    }

    @Test
    void manyCrashesLeaveNothingBehind() throws Exception {
        start(settings);
        contained.accelerator();
        long files = count(Path.of("/proc/self/fd"));
        for (int crash = 0; crash < 15; crash++) {
            Accelerator now = contained.accelerator();
            try (InferenceSession session = now.load(Contained.model("m" + crash));
                    Binding binding = session.bind();
                    Binding other = session.bind()) {
                other.run();
                binding.input(0).putFloat(0, SEGFAULT);
                assertThrows(UnavailableException.class, binding::run);
            }
            TestFramework.await("another process", () -> contained.find().filter(next -> next != now).isPresent());
        }
        contained.accelerator();
        assertEquals(1, ProcessHandle.current().children().filter(child -> child.info().command()
                .filter(command -> command.endsWith("java")).isPresent()).count());
        assertTrue(count(Path.of("/proc/self/fd")) <= files + 5, "open files");
        assertEquals(0, mappings(), "mapped tensors");
        Child child = contained.supervisor().child().orElseThrow();
        assertEquals(1, ours(child.work().getParent()), "folders of work");
        assertEquals(1, ours(child.shared().getParent()), "folders of memory");
        assertEquals(1, count(child.shared()), "only the socket");

        contained.supervisor().close();
        assertEquals(0, ours(child.work().getParent()));
        assertEquals(0, ours(child.shared().getParent()));
        assertTrue(ProcessHandle.of(child.pid()).isEmpty());
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("sluice-contained-")).count();
        }
    }

    private static long ours(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            String own = "sluice-contained-" + ProcessHandle.current().pid() + "-";
            return files.filter(file -> file.getFileName().toString().startsWith(own)).count();
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
