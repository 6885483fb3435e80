package io.sluice.runner.kit;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names of what belongs to a task, such as its camera: drawn once for each round of a task and kept in its checkpoint, so that what is
 * found under a name is of this round, and what is left can be told from what the operator made.
 */
public final class RandomName {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private RandomName() {}

    /** @param kind such as {@code inference} */
    public static String of(String kind) {
        byte[] name = new byte[BYTES];
        RANDOM.nextBytes(name);
        return kind + "-" + HexFormat.of().formatHex(name);
    }

    /** All names of a kind, and no others. */
    public static Pattern pattern(String kind) {
        return Pattern.compile(Pattern.quote(kind) + "-[0-9a-f]{32}");
    }
}
