package io.sluice.api.accel;

/**
 * What runs took, waiting for the device included.
 *
 * @param runs that succeeded
 * @param failures runs that failed
 * @param averageMillis of late: a moving average
 * @param longestMillis of all
 */
public record RunFigures(long runs, long failures, double averageMillis, double longestMillis) {}
