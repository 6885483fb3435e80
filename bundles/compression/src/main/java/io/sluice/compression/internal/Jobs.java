package io.sluice.compression.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.compression.internal.job.Job;
import java.util.List;
import java.util.Locale;

/** The jobs of this bundle, for its own resources. Thread-safe; throws the API's exceptions. */
interface Jobs {

    /** Kinds of jobs. */
    enum Kind {
        COMPRESSION,
        CUT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The latest first. */
    List<Job> list(Kind kind);

    Job find(Kind kind, String id);

    /** Whether a job of compression could be added; throws what stands against it. */
    void check(JsonNode body);

    /** @param body as it was sent */
    Job add(Kind kind, JsonNode body);

    /** Takes a job like one that ended without an outcome. */
    Job repeat(Kind kind, String id);

    /** Cancels a job, or forgets one that has ended. */
    void remove(Kind kind, String id);
}
