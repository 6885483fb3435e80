package io.sluice.placement.internal.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Use over the last day, a sample every ten seconds, in memory. Thread-safe. */
final class History {

    static final int SECONDS_PER_SAMPLE = 10;
    static final int SAMPLES = 24 * 3600 / SECONDS_PER_SAMPLE;
    /** Devices with other ids than these come and go only where somebody plugs them in and out all day. */
    private static final int MOST_DEVICES = 64;

    /**
     * Use at one moment, parts from 0 to 1.
     *
     * @param devices by id
     */
    record Sample(Instant time, double cpu, double memory, Map<String, Double> devices) {}

    private final long[] times = new long[SAMPLES];
    private final float[] cpu = new float[SAMPLES];
    private final float[] memory = new float[SAMPLES];
    private final Map<String, float[]> devices = new TreeMap<>();
    private long count;

    synchronized void add(Sample sample) {
        int slot = (int) (count % SAMPLES);
        times[slot] = sample.time().toEpochMilli();
        cpu[slot] = (float) sample.cpu();
        memory[slot] = (float) sample.memory();
        devices.values().forEach(values -> values[slot] = Float.NaN);
        sample.devices().forEach((id, use) -> {
            if (devices.containsKey(id) || devices.size() < MOST_DEVICES) {
                devices.computeIfAbsent(id, fresh -> unknown())[slot] = use.floatValue();
            }
        });
        count++;
    }

    /** What was noted after a moment, oldest first. */
    synchronized List<Sample> since(Instant moment) {
        List<Sample> samples = new ArrayList<>();
        for (long number = Math.max(0, count - SAMPLES); number < count; number++) {
            int slot = (int) (number % SAMPLES);
            if (times[slot] > moment.toEpochMilli()) {
                Map<String, Double> uses = new TreeMap<>();
                devices.forEach((id, values) -> {
                    if (!Float.isNaN(values[slot])) {
                        uses.put(id, (double) values[slot]);
                    }
                });
                samples.add(new Sample(Instant.ofEpochMilli(times[slot]), cpu[slot], memory[slot], uses));
            }
        }
        return samples;
    }

    private static float[] unknown() {
        float[] values = new float[SAMPLES];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
