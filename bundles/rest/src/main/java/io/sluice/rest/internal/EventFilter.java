package io.sluice.rest.internal;

import io.sluice.api.status.Subject;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a client asked for.
 *
 * @param topics of {@link #TOPICS}
 * @param camera only what is about this camera, besides what is about none
 */
record EventFilter(Set<String> topics, Optional<String> camera) {

    static final String STATUS = "status";
    static final String CAMERA = "camera";
    static final String MODEL = "model";
    static final String RESULT = "result";
    static final List<String> TOPICS = List.of(STATUS, CAMERA, MODEL, RESULT);

    /** Subjects whose id is a camera's or begins with one. */
    private static final Set<String> OF_A_CAMERA =
            Set.of(Subject.CAMERA, Subject.STREAM, Subject.RECORDER, Subject.ANALYSIS);

    static EventFilter of(Query query) {
        Set<String> topics = new LinkedHashSet<>(
                query.text("topics").map(text -> Arrays.asList(text.split(","))).orElse(TOPICS));
        if (topics.isEmpty() || !TOPICS.containsAll(topics)) {
            throw Query.invalid("topics", "must be of: " + String.join(",", TOPICS));
        }
        return new EventFilter(Set.copyOf(topics), ResultsServlet.camera(query));
    }

    boolean wants(String topic) {
        return topics.contains(topic);
    }

    boolean wants(String topic, String cameraId) {
        return wants(topic) && (camera.isEmpty() || camera.get().equals(cameraId));
    }

    boolean wants(Subject subject) {
        return wants(STATUS)
                && (camera.isEmpty()
                        || !OF_A_CAMERA.contains(subject.kind())
                        || (subject.id() + "/").startsWith(camera.get() + "/"));
    }
}
