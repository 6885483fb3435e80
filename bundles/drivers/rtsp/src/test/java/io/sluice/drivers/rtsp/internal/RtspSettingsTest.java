package io.sluice.drivers.rtsp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.CameraDriver.Problem;
import io.sluice.rtsp.client.SessionFault.Kind;
import io.sluice.rtsp.rtp.ReceptionStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtspSettingsTest {

    private final RtspDriver driver = new RtspDriver();

    @Test
    void goodSettingsHaveNoProblems() {
        assertEquals(List.of(), driver.check(Map.of("url", "rtsp://user:p%40ss@10.0.0.7:8554/a?b=c")));
        assertEquals(List.of(), driver.check(
                Map.of("url", "rtsp://cam/1", "user", "u", "password", "p", "transport", "udp")));
    }

    @Test
    void aLoginWithinTheAddressMovesIntoSettingsOfItsOwn() {
        assertEquals(
                Map.of("url", "rtsp://10.0.0.7:8554/a?b=c", "user", "user", "password", "p@ss"),
                driver.canonical(Map.of("url", "rtsp://user:p%40ss@10.0.0.7:8554/a?b=c")));
        assertEquals(
                Map.of("url", "rtsp://cam/1", "user", "u", "password", "p"),
                driver.canonical(Map.of("url", "rtsp://x:y@cam/1", "user", "u", "password", "p")));
        assertEquals(Map.of("url", "nonsense"), driver.canonical(Map.of("url", "nonsense")));
    }

    @ParameterizedTest
    @CsvSource({
        "url, ''", "url, http://10.0.0.7/", "url, rtsp://", "url, rtsp://host:99999/", "url, rtsp://a b/",
        "transport, sctp", "user, ''", "speed, 3"
    })
    void eachProblemNamesItsSetting(String setting, String value) {
        Map<String, String> settings = new TreeMap<>(
                Map.of("url", "rtsp://cam/1", "user", "u", "password", "p"));
        settings.put(setting, value);

        List<Problem> problems = driver.check(settings);

        assertEquals(List.of(setting), problems.stream().map(Problem::setting).toList());
        assertTrue(problems.get(0).message().length() > 10);
    }

    @Test
    void cameraThatWorkedIsNeverWaitedForLong() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < 20; i++) {
            assertTrue(backoff.next(Kind.UNREACHABLE).compareTo(Duration.ofSeconds(5)) <= 0);
        }
        backoff.worked();
        for (int i = 0; i < 20; i++) {
            assertTrue(backoff.next(Kind.LOST).compareTo(Duration.ofMillis(1500)) <= 0);
        }
    }

    @Test
    void wrongPasswordIsTriedMoreAndMoreRarely() {
        Backoff backoff = new Backoff();
        backoff.worked();
        assertTrue(backoff.next(Kind.UNAUTHORIZED).compareTo(Duration.ofSeconds(4)) >= 0);
        for (int i = 0; i < 5; i++) {
            backoff.next(Kind.UNAUTHORIZED);
        }
        Duration late = backoff.next(Kind.UNAUTHORIZED);
        assertTrue(late.compareTo(Duration.ofSeconds(24)) >= 0 && late.compareTo(Duration.ofSeconds(30)) <= 0);
    }

    @Test
    void lossesAreRememberedAndThenForgotten() {
        LossWatch watch = new LossWatch();
        assertEquals(LossWatch.Verdict.CLEAN, watch.look(counts(1000, 0, 0)));
        assertEquals(LossWatch.Verdict.LOSING, watch.look(counts(1960, 40, 0)));
        assertEquals("2", watch.percent());
        for (int i = 0; i < 19; i++) {
            assertEquals(LossWatch.Verdict.LOSING, watch.look(counts(2000 + i, 40, 0)));
        }
        assertEquals(LossWatch.Verdict.CLEAN, watch.look(counts(3000, 40, 0)));
        assertEquals(LossWatch.Verdict.DROPPING, watch.look(counts(3001, 40, 1)));
    }

    private static ReceptionStatistics counts(long packets, long lost, long dropped) {
        return new ReceptionStatistics(packets, lost, packets, packets, dropped, Duration.ZERO);
    }
}
