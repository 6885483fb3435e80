package io.sluice.analytics.internal.stage;

import io.sluice.api.frame.Region;

/**
 * One picture on its way through the stages.
 *
 * @param view the decoded picture
 * @param region the part of it to look at
 * @param threshold lowest score reported; negative for each stage's own
 * @param mediaTime in 1/90 000 s
 * @param found filled by the stages
 */
record Shot(View view, Region region, double threshold, long mediaTime, Findings found) {}
