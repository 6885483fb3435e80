package io.sluice.placement.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void answersWhatCameAfterAMomentWithTheDevicesThereWere() {
        History history = new History();
        history.add(sample(0, Map.of("cpu-0", 0.25)));
        history.add(sample(10, Map.of("cpu-0", 0.5, "npu-0", 0.75)));
        history.add(sample(20, Map.of("npu-0", 1.0)));
        assertEquals(List.of(
                sample(10, Map.of("cpu-0", 0.5, "npu-0", 0.75)), sample(20, Map.of("npu-0", 1.0))),
                history.since(START));
    }

    @Test
    void keepsADay() {
        History history = new History();
        for (int number = 0; number < History.SAMPLES + 5; number++) {
            history.add(sample(number * 10L, Map.of("cpu-0", 0.5)));
        }
        List<History.Sample> all = history.since(Instant.EPOCH);
        assertEquals(History.SAMPLES, all.size());
        assertEquals(START.plusSeconds(50), all.get(0).time());
    }

    @Test
    void hasRoomForSomeDevicesOnly() {
        History history = new History();
        for (int number = 0; number < 1000; number++) {
            history.add(sample(number * 10L, Map.of("usb-" + number, 0.5)));
        }
        assertEquals(64, history.since(Instant.EPOCH).stream().filter(sample -> !sample.devices().isEmpty()).count());
    }

    private static History.Sample sample(long second, Map<String, Double> devices) {
        return new History.Sample(START.plusSeconds(second), 0.5, 0.25, devices);
    }
}
