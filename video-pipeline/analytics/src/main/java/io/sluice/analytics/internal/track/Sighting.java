package io.sluice.analytics.internal.track;

import io.sluice.api.frame.Region;

/**
 * Something found in one picture, not yet known to be the same as before.
 *
 * @param label what it is
 * @param score how sure the model is
 * @param box where, in the whole picture
 */
public record Sighting(String label, double score, Region box) {}
