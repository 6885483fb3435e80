package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A task's checkpoint. Immutable.
 *
 * @param done all up to this time was worked on and sent, in milliseconds since 1970; -1 for nothing
 * @param closing all up to this time is being worked on, and may have been sent in part
 * @param newest of each source
 * @param taken results that came and were not twice there
 * @param emitted results made
 * @param late that came too late
 * @param duplicates that had come before
 * @param memory of the operation
 * @param recent what results were named that were worked on last, shortened
 */
record State(
        long done,
        OptionalLong closing,
        Map<String, Long> newest,
        long taken,
        long emitted,
        long late,
        long duplicates,
        JsonNode memory,
        Set<Long> recent) {

    private static final int MOST_RECENT = 2048;
    private static final int SHORTENED = 16;

    static State fresh() {
        return new State(-1, OptionalLong.empty(), Map.of(), 0, 0, 0, 0, Json.MAPPER.createObjectNode(), Set.of());
    }

    /** @throws IllegalArgumentException where it is no such checkpoint */
    static State read(byte[] checkpoint) {
        try {
            JsonNode saved = Json.MAPPER.readTree(checkpoint);
            Map<String, Long> newest = new HashMap<>();
            saved.path("newest").properties().forEach(source -> newest.put(source.getKey(), source.getValue().asLong()));
            Set<Long> recent = new LinkedHashSet<>();
            ByteBuffer names = ByteBuffer.wrap(saved.path("recent").binaryValue());
            while (names.hasRemaining()) {
                recent.add(names.getLong());
            }
            return new State(saved.path("done").asLong(),
                    saved.has("closing") ? OptionalLong.of(saved.path("closing").asLong()) : OptionalLong.empty(), newest,
                    saved.path("taken").asLong(), saved.path("emitted").asLong(), saved.path("late").asLong(),
                    saved.path("duplicates").asLong(), saved.path("memory"), recent);
        } catch (IOException | RuntimeException damaged) {
            throw new IllegalArgumentException("no checkpoint of a task of aggregation", damaged);
        }
    }

    byte[] bytes() {
        ObjectNode saved = Json.MAPPER.createObjectNode().put("done", done);
        closing.ifPresent(millis -> saved.put("closing", millis));
        ObjectNode sources = saved.putObject("newest");
        newest.forEach(sources::put);
        saved.put("taken", taken).put("emitted", emitted).put("late", late).put("duplicates", duplicates);
        saved.set("memory", memory);
        ByteBuffer names = ByteBuffer.allocate(Long.BYTES * recent.size());
        recent.forEach(names::putLong);
        saved.put("recent", names.array());
        try {
            return Json.MAPPER.writeValueAsBytes(saved);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What is of this time or before comes too late. */
    long barrier() {
        return Math.max(done, closing.orElse(-1));
    }

    boolean knows(String id) {
        return recent.contains(shortened(id));
    }

    State closing(long millis, Map<String, Long> heard) {
        return new State(done, OptionalLong.of(millis), heard, taken, emitted, late, duplicates, memory, recent);
    }

    State closed(List<Input> worked, int made, JsonNode remembered) {
        return new State(closing.orElseThrow(), OptionalLong.empty(), newest, taken + worked.size(), emitted + made, late,
                duplicates, remembered, remembering(worked));
    }

    State late(Input input, boolean sent) {
        return new State(done, closing, newest, taken + 1, emitted + (sent ? 1 : 0), late + 1, duplicates, memory,
                remembering(List.of(input)));
    }

    State duplicate() {
        return new State(done, closing, newest, taken, emitted, late, duplicates + 1, memory, recent);
    }

    private Set<Long> remembering(List<Input> inputs) {
        Set<Long> all = new LinkedHashSet<>(recent);
        inputs.forEach(input -> all.add(shortened(input.id())));
        Set<Long> last = new LinkedHashSet<>();
        all.stream().skip(Math.max(0, all.size() - MOST_RECENT)).forEach(last::add);
        return last;
    }

    private static long shortened(String id) {
        return HexFormat.fromHexDigitsToLong(id, 0, SHORTENED);
    }
}
