package io.sluice.runner.kit.picture;

import io.sluice.api.error.InvalidInputException;
import io.sluice.runner.kit.ArgumentReader;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which pictures a task wants, read of its frame rate and its arguments.
 *
 * @param periodMicros time is cut into pieces of this length from 1970 on, and the first picture of each is taken
 * @param count after how many the task is done; 0 for never
 * @param quality of the JPEG, 1 to 100
 */
public record PictureWish(long periodMicros, int count, int quality) {

    /** Names of the arguments that are read here. */
    public static final Set<String> ARGUMENTS = Set.of("Count", "EverySeconds", "Quality");

    private static final int BEST = 100;
    private static final int DEFAULT_QUALITY = 85;
    private static final int MOST_PER_SECOND = 60;
    private static final int LONGEST_SECONDS = 24 * 3600;
    private static final long SECOND = 1_000_000;

    /** @throws InvalidInputException naming the argument that is wrong */
    public static PictureWish of(OptionalInt perSecond, ArgumentReader arguments) {
        long period = SECOND
                / (perSecond.isPresent() ? ArgumentReader.whole("TaskFrameRate", perSecond.getAsInt(), 1, MOST_PER_SECOND) : 1);
        OptionalInt every = arguments.whole("EverySeconds", 1, LONGEST_SECONDS);
        return new PictureWish(every.isPresent() ? every.getAsInt() * SECOND : period,
                arguments.whole("Count", 1, Integer.MAX_VALUE).orElse(0),
                arguments.whole("Quality", 1, BEST).orElse(DEFAULT_QUALITY));
    }

    /** Which piece of time a moment lies in. */
    public long piece(long micros) {
        return Math.floorDiv(micros, periodMicros);
    }

    /**
     * What a picture is called. A task that begins again behind a crash gives the same name to what takes the place of the last one:
     * by the piece of time where it goes on for ever, by the number where there must not be one too many.
     */
    public String key(long piece, int number) {
        return count > 0 ? "n-" + number : periodMicros + "-" + piece;
    }
}
