package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonNumber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * By which marks a thing is known again.
 *
 * @param by Track: the source itself follows it; Text: the same is read of it, such as a number plate; Place: it stands at the same
 *     place of a plane at the same time; Vector: its features are alike
 * @param similarity least cosine of vectors
 * @param distance farthest, in units of the plane
 * @param planes of sources: from parts of the picture to the common plane, a homography row by row
 */
record Likeness(Set<String> by, double similarity, double distance, long toleranceMillis, Map<String, double[]> planes) {

    private static final double CERTAIN = 2;
    private static final double STRANGER = -1;

    static Likeness of(JsonNode arguments) {
        Set<String> by = new HashSet<>();
        arguments.path("By").forEach(mark -> by.add(mark.asText()));
        Map<String, double[]> planes = new HashMap<>();
        arguments.path("Planes").properties().forEach(plane -> {
            double[] values = new double[9];
            for (int index = 0; index < values.length; index++) {
                values[index] = plane.getValue().path(index).asDouble();
            }
            planes.put(plane.getKey(), values);
        });
        return new Likeness(by, arguments.path("Similarity").asDouble(), arguments.path("Distance").asDouble(),
                arguments.path("ToleranceMillis").asLong(), planes);
    }

    /** How much alike, the larger the surer; negative where they are not. */
    double of(Thing thing, Identity identity) {
        Optional<String> text = by.contains("Text") ? text(thing) : Optional.empty();
        if (text.isPresent() && identity.text.isPresent()) {
            return text.equals(identity.text) ? CERTAIN : STRANGER;
        }
        long now = thing.from().millis();
        OptionalLong track = track(thing);
        Identity.Track followed = identity.tracks.get(thing.task());
        if (by.contains("Track") && track.isPresent() && followed != null) {
            if (followed.number() == track.getAsLong()) {
                return CERTAIN;
            }
            if (now - followed.millis() <= toleranceMillis) {
                // The source still follows it as another: two at a time are two.
                return STRANGER;
            }
        }
        double alike = STRANGER;
        if (by.contains("Place") && identity.place.isPresent() && now - identity.place.get().millis() <= toleranceMillis) {
            Identity.Place last = identity.place.get();
            double away = place(thing).map(at -> Math.hypot(at.x() - last.x(), at.y() - last.y())).orElse(Double.MAX_VALUE);
            alike = away <= distance ? 1 - away / distance : STRANGER;
        }
        if (by.contains("Vector")) {
            double cosine = thing.vector().map(identity::similarity).orElse(STRANGER);
            alike = cosine >= similarity ? Math.max(alike, cosine) : alike;
        }
        return alike;
    }

    /** Keeps up with it. */
    void remember(Thing thing, Identity identity) {
        identity.last = Math.max(identity.last, thing.from().millis());
        track(thing).ifPresent(track ->
                identity.tracks.put(thing.task(), new Identity.Track(track, thing.from().millis())));
        text(thing).ifPresent(words -> identity.text = Optional.of(words));
        place(thing).ifPresent(at -> identity.place = Optional.of(at));
        if (by.contains("Vector")) {
            thing.vector().ifPresent(identity::look);
        }
    }

    private static OptionalLong track(Thing thing) {
        return thing.data().get("TrackID").filter(value -> value instanceof JsonNumber number && number.literal().matches("\\d{1,18}"))
                .map(value -> OptionalLong.of(Long.parseLong(((JsonNumber) value).literal()))).orElse(OptionalLong.empty());
    }

    private static Optional<String> text(Thing thing) {
        return thing.data().text("Text").filter(words -> !words.isBlank() && words.length() <= 64);
    }

    /** Where it stands: the middle of its lower edge, in the common plane. */
    private Optional<Identity.Place> place(Thing thing) {
        double[] plane = planes.get(thing.task());
        if (plane == null || thing.box().isEmpty()) {
            return Optional.empty();
        }
        double x = thing.box().get().x() + thing.box().get().width() / 2;
        double y = thing.box().get().y() + thing.box().get().height();
        double scale = plane[6] * x + plane[7] * y + plane[8];
        double across = (plane[0] * x + plane[1] * y + plane[2]) / scale;
        double down = (plane[3] * x + plane[4] * y + plane[5]) / scale;
        return Double.isFinite(across) && Double.isFinite(down)
                ? Optional.of(new Identity.Place(across, down, thing.from().millis())) : Optional.empty();
    }
}
