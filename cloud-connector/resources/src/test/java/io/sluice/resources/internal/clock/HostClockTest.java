package io.sluice.resources.internal.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of those who keep a host's clock, by what they print, and by this machine's own kernel. */
class HostClockTest {

    private static final String CHRONY = "CB00710F,203.0.113.15,3,1733491241.132458,-0.000012500,0.000004,0.000020,-4.1,0.0,0.02,"
            + "0.004000000,0.001000000,64.2,Normal\n";
    private static final String CHRONY_ALONE = "7F7F0101,,0,0.000000000,0.000000000,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n";
    private static final String NTPD = """
            associd=0 status=0615 leap_none, sync_ntp, 1 event, clock_sync,
            version="ntpd 4.2.8p15@1.3728-o", processor="aarch64", system="Linux/5.10", leap=00, stratum=2,
            precision=-23, rootdelay=6.000, rootdisp=2.500, refid=192.0.2.5, offset=-0.250, frequency=+1.1
            """;
    private static final String PTP = """
            sending: GET TIME_STATUS_NP
            \t001122.fffe.334455-0 seq 0 RESPONSE MANAGEMENT TIME_STATUS_NP\s
            \t\tmaster_offset              -1250
            \t\tingress_time               1733491241132458123
            \t\tgmPresent                  true
            \t\tgmIdentity                 aabbcc.fffe.ddeeff
            """;
    private static final String TIMESYNCD = """
                   Server: 198.51.100.7 (time.example)
            Poll interval: 34min 8s (min: 32s; max 34min 8s)
                     Leap: normal
                  Stratum: 3
            Root distance: 7.354ms (max: 5s)
                   Offset: -1.142ms
            """;

    private final Map<String, String> programs = new HashMap<>();

    private Optional<HostClock> read(Optional<HostClock> kernel) {
        return new ClockReader(command -> Optional.ofNullable(programs.get(command.get(0))), () -> kernel).read();
    }

    private static HostClock kernel(boolean synchronised) {
        return new HostClock("kernel", synchronised, "", OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void chronyTellsItsServerAndHowFarTheClockIsOff() {
        HostClock clock = TimePrograms.chrony(CHRONY).orElseThrow();
        assertEquals(new HostClock("chrony", true, "203.0.113.15", OptionalInt.of(3), Optional.of(Duration.ofNanos(12_500)),
                Optional.of(Duration.ofMillis(3))), clock);
        assertFalse(TimePrograms.chrony(CHRONY_ALONE).orElseThrow().synchronised());
    }

    @Test
    void ntpdTellsMilliseconds() {
        assertEquals(new HostClock("ntpd", true, "192.0.2.5", OptionalInt.of(2), Optional.of(Duration.ofNanos(250_000)),
                Optional.of(Duration.ofNanos(5_500_000))), TimePrograms.ntpd(NTPD).orElseThrow());
        assertFalse(TimePrograms.ntpd(NTPD.replace("stratum=2", "stratum=16")).orElseThrow().synchronised());
        assertFalse(TimePrograms.ntpd(NTPD.replace("leap_none", "leap_alarm")).orElseThrow().synchronised());
    }

    @Test
    void ptpTellsNanosecondsToItsGrandMaster() {
        assertEquals(new HostClock("ptp", true, "aabbcc.fffe.ddeeff", OptionalInt.empty(), Optional.of(Duration.ofNanos(1250)),
                Optional.empty()), TimePrograms.ptp(PTP).orElseThrow());
        assertFalse(TimePrograms.ptp(PTP.replace("true", "false")).orElseThrow().synchronised());
    }

    @Test
    void timesyncdTellsSpansWithUnits() {
        assertEquals(new HostClock("timesyncd", true, "198.51.100.7 (time.example)", OptionalInt.of(3),
                Optional.of(Duration.ofNanos(1_142_000)), Optional.of(Duration.ofNanos(7_354_000))),
                TimePrograms.timesyncd(TIMESYNCD).orElseThrow());
        assertFalse(TimePrograms.timesyncd("       Server: n/a (time.example)\nPoll interval: 0\n").orElseThrow().synchronised());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "506 Cannot talk to daemon", "a,b", "===\n\0", "stratum=x", "Server"})
    void whatIsNoAnswerCountsAsNone(String text) {
        TimePrograms.ALL.forEach(program -> assertEquals(Optional.empty(), program.reader().apply(text), program.toString()));
    }

    @Test
    void theFirstThatIsSynchronisedHasTheWordAndElseTheKernel() {
        assertEquals(Optional.empty(), read(Optional.empty()));
        assertEquals("kernel", read(Optional.of(kernel(false))).orElseThrow().source());
        programs.put("chronyc", CHRONY_ALONE);
        assertEquals("chrony", read(Optional.of(kernel(false))).orElseThrow().source());
        assertEquals("kernel", read(Optional.of(kernel(true))).orElseThrow().source());
        programs.put("timedatectl", TIMESYNCD);
        assertEquals("timesyncd", read(Optional.of(kernel(true))).orElseThrow().source());
    }

    @Test
    void theKernelsFlagsAndUnitsAreRead() {
        try (Memory timex = new Memory(KernelClock.SIZE)) {
            timex.clear();
            timex.setLong(KernelClock.OFFSET, -2_000);
            timex.setLong(KernelClock.MAX_ERROR, 16_000);
            assertEquals(Optional.of(Duration.ofMillis(2)), KernelClock.decode(timex).offset());
            timex.setInt(KernelClock.STATUS, KernelClock.NANOSECONDS);
            assertEquals(new HostClock("kernel", true, "", OptionalInt.empty(), Optional.of(Duration.ofNanos(2_000)),
                    Optional.of(Duration.ofMillis(16))), KernelClock.decode(timex));
            timex.setInt(KernelClock.STATUS, KernelClock.NANOSECONDS | KernelClock.UNSYNCHRONISED);
            assertEquals(kernel(false), KernelClock.decode(timex));
        }
    }

    @Test
    void thisMachinesKernelAnswersAndNoProgramHasToBeThere() {
        HostClock clock = KernelClock.read().orElseThrow();
        assertEquals("kernel", clock.source());
        assertEquals(clock.synchronised(), clock.maxError().isPresent());
        assertTrue(new ClockReader(KernelClock::read).read().isPresent());
    }

    @Test
    void whoIsNotSynchronisedIsToldWhatToDo() throws Exception {
        try (TestFramework framework = new TestFramework(Map.of())) {
            tellsWhatToDo(new StatusReports(framework.context()));
        }
    }

    private static void tellsWhatToDo(StatusReports reports) {
        HostTime.tell(reports, Optional.empty());
        assertEquals("clock.unknown", only(reports).code());
        HostTime.tell(reports, Optional.of(kernel(false)));
        assertEquals(Health.DEGRADED, only(reports).health());
        assertTrue(only(reports).remedy().contains("chrony"), only(reports).remedy());
        HostTime.tell(reports, TimePrograms.chrony(CHRONY));
        assertEquals(List.of(Health.OK, "chrony"), List.of(only(reports).health(), only(reports).details().get("source")));
    }

    private static Status only(StatusReports reports) {
        assertEquals(1, reports.statuses().size());
        return reports.statuses().iterator().next();
    }
}
