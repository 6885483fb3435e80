package io.sluice.runner.features.internal.library;

import java.time.Instant;
import java.util.Map;

/**
 * An entry that was found.
 *
 * @param score cosine similarity to what was looked for, -1 to 1; 0 in a list
 */
public record Candidate(
        String id, double score, String label, String device, Instant time, Map<String, String> attributes) {}
