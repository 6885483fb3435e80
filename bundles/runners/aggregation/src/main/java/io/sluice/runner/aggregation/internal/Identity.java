package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One and the same thing over all sources, as far as it was seen. Vectors are kept in bytes: a cosine of them is off by less than a
 * hundredth, and many fit a checkpoint. Not thread-safe.
 */
final class Identity {

    private static final float NEWEST = 0.3f;
    private static final int LARGEST = 127;

    final long number;
    final String label;
    /** By source, what it was followed as there last. */
    final Map<String, Track> tracks = new HashMap<>();
    Optional<String> text = Optional.empty();
    Optional<Place> place = Optional.empty();
    private byte[] vector = new byte[0];
    long last;

    record Track(long number, long millis) {}

    /** In the common plane. */
    record Place(double x, double y, long millis) {}

    Identity(long number, String label) {
        this.number = number;
        this.label = label;
    }

    static Identity read(JsonNode saved) {
        Identity identity = new Identity(saved.path("number").asLong(), saved.path("label").asText());
        identity.last = saved.path("last").asLong();
        saved.path("tracks").properties().forEach(track -> identity.tracks.put(track.getKey(),
                new Track(track.getValue().path(0).asLong(), track.getValue().path(1).asLong())));
        identity.text = Optional.ofNullable(saved.get("text")).map(JsonNode::asText);
        identity.place = Optional.ofNullable(saved.get("place"))
                .map(at -> new Place(at.path(0).asDouble(), at.path(1).asDouble(), at.path(2).asLong()));
        try {
            identity.vector = saved.path("vector").binaryValue();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return identity;
    }

    ObjectNode saved() {
        ObjectNode saved = Json.MAPPER.createObjectNode().put("number", number).put("label", label).put("last", last);
        ObjectNode followed = saved.putObject("tracks");
        tracks.forEach((source, track) -> followed.putArray(source).add(track.number()).add(track.millis()));
        text.ifPresent(words -> saved.put("text", words));
        place.ifPresent(at -> saved.putArray("place").add(at.x()).add(at.y()).add(at.millis()));
        return saved.put("vector", vector);
    }

    int bytes() {
        return vector.length;
    }

    /** Cosine, or -1 where there is nothing to compare. */
    double similarity(float[] unit) {
        if (vector.length != unit.length) {
            return -1;
        }
        double product = 0;
        double length = 0;
        for (int index = 0; index < unit.length; index++) {
            product += vector[index] * unit[index];
            length += vector[index] * vector[index];
        }
        return length > 0 ? product / Math.sqrt(length) : -1;
    }

    /** Keeps up with how it looks now. */
    void look(float[] unit) {
        float[] mixed = unit.clone();
        if (vector.length == unit.length) {
            float scale = scale(vector);
            for (int index = 0; index < unit.length; index++) {
                mixed[index] = NEWEST * unit[index] + (1 - NEWEST) * vector[index] * scale;
            }
        }
        float most = 1e-12f;
        for (float value : mixed) {
            most = Math.max(most, Math.abs(value));
        }
        vector = new byte[mixed.length];
        for (int index = 0; index < mixed.length; index++) {
            vector[index] = (byte) Math.round(mixed[index] / most * LARGEST);
        }
    }

    /** That brings the bytes to length 1. */
    private static float scale(byte[] bytes) {
        double sum = 0;
        for (byte value : bytes) {
            sum += value * value;
        }
        return sum > 0 ? (float) (1 / Math.sqrt(sum)) : 0;
    }
}
