package io.sluice.protocol;

/**
 * How much a node takes in at once, whoever sends it.
 *
 * @param bytes of one message
 * @param depth of objects and arrays within each other
 * @param values in lists and in the parts that the standard leaves open, names not counted: three bytes of JSON can cost a hundred
 *     in memory
 */
public record Limits(int bytes, int depth, int values) {

    /** 16 MiB, 64 levels, 200,000 values. */
    public static final Limits DEFAULT = new Limits(16 << 20, 64, 200_000);

    public Limits {
        if (bytes < 1024 || depth < 16 || values < 1) {
            throw new IllegalArgumentException("too narrow for the standard's messages: " + bytes + " bytes, depth " + depth
                    + ", " + values + " values");
        }
    }
}
