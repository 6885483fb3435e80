package io.sluice.algorithm;

/**
 * What an algorithm needs, as its maker states.
 *
 * @param memoryMegabytes in units of 10^6 bytes; 0 where not stated
 * @param operations for one picture, in units of 10^9; 0 where not stated
 */
public record Resources(int memoryMegabytes, double operations) {

    /** Nothing is stated. */
    public static final Resources UNSTATED = new Resources(0, 0);
}
