package io.sluice.runner.frames.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which pictures a task wants, read of its frame rate and its arguments.
 *
 * @param periodMicros time is cut into pieces of this length from 1970 on, and the first picture of each is taken
 * @param count after how many the task is done; 0 for never
 * @param quality of the JPEG, 1 to 100
 */
record Wish(long periodMicros, int count, int quality) {

    private static final int BEST = 100;
    private static final int DEFAULT_QUALITY = 85;
    private static final int MOST_PER_SECOND = 60;
    private static final int LONGEST_SECONDS = 24 * 3600;
    private static final long SECOND = 1_000_000;

    /** @throws InvalidInputException naming the argument that is wrong */
    static Wish of(OptionalInt perSecond, JsonObject arguments) {
        long period = SECOND / (perSecond.isPresent() ? whole("TaskFrameRate", perSecond.getAsInt(), MOST_PER_SECOND) : 1);
        int count = 0;
        int quality = DEFAULT_QUALITY;
        for (Map.Entry<String, JsonValue> argument : arguments.members().entrySet()) {
            double value = argument.getValue() instanceof JsonNumber number ? number.toDouble() : Double.NaN;
            switch (argument.getKey()) {
                case "EverySeconds" -> period = whole("EverySeconds", value, LONGEST_SECONDS) * SECOND;
                case "Count" -> count = whole("Count", value, Integer.MAX_VALUE);
                case "Quality" -> quality = whole("Quality", value, BEST);
                default -> throw invalid(argument.getKey(), "is not known; there are: Count, EverySeconds, Quality");
            }
        }
        return new Wish(period, count, quality);
    }

    /** Which piece of time a moment lies in. */
    long piece(long micros) {
        return Math.floorDiv(micros, periodMicros);
    }

    /**
     * What a picture is called. A task that begins again behind a crash gives the same name to what takes the place of the last one:
     * by the piece of time where it goes on for ever, by the number where there must not be one too many.
     */
    String key(long piece, int number) {
        return count > 0 ? "n-" + number : periodMicros + "-" + piece;
    }

    private static int whole(String field, double value, int most) {
        if (!(value >= 1 && value <= most && value == Math.rint(value))) {
            throw invalid(field, "must be a whole number from 1 to " + most);
        }
        return (int) value;
    }

    private static InvalidInputException invalid(String field, String what) {
        return new InvalidInputException("runner.arguments.invalid", field, "'" + field + "' " + what + ".", "");
    }
}
