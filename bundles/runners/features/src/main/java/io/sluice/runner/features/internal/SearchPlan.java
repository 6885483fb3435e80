package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.runner.features.internal.library.EntryFilter;
import io.sluice.runner.features.internal.library.LibraryQuery;
import io.sluice.runner.features.internal.library.LibrarySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a task of feature search is to do, read of its arguments.
 *
 * @param labels of entries that are searched, or of what is gathered; empty for all
 * @param within only entries seen so long before now are searched
 * @param dimension of a library that is made for what is gathered; that of the first vector where it is empty
 */
record SearchPlan(
        Input input, Mode mode, String library, int topK, double leastScore, Set<String> labels, Optional<String> device,
        Optional<Instant> from, Optional<Instant> to, Optional<Duration> within, OptionalInt dimension, int mostEntries, int mostDays) {

    enum Mode { SEARCH, GATHER }

    private static final int DEFAULT_TOP = 10;
    private static final long LATEST_MICROS = 253_402_300_799_000_000L;

    /** @throws io.sluice.api.error.InvalidInputException naming the argument that is wrong */
    static SearchPlan of(TaskDispatchInfo task, JsonObject given) {
        Arguments arguments = new Arguments(given);
        Mode mode = arguments.choice("Mode", Mode.class).orElseThrow(() -> Arguments.wrong("Mode", "is missing: SEARCH or GATHER"));
        String library = LibrarySpec.checkName(arguments.requiredText("Library"));
        Set<String> labels = arguments.texts("Labels");
        SearchPlan plan = mode == Mode.SEARCH ? search(arguments, library, labels, Input.of(task, arguments))
                : gather(arguments, library, labels, Input.of(task, arguments));
        arguments.end();
        return plan;
    }

    private static SearchPlan search(Arguments arguments, String library, Set<String> labels, Input input) {
        return new SearchPlan(input, Mode.SEARCH, library,
                arguments.whole("TopK", 1, LibraryQuery.MOST).map(Long::intValue).orElse(DEFAULT_TOP),
                arguments.number("LeastScore", -1, 1).orElse(-1.0), labels, arguments.text("DeviceID"),
                moment(arguments, "FromMicros"), moment(arguments, "ToMicros"),
                arguments.whole("WithinSeconds", 1, Integer.MAX_VALUE).map(Duration::ofSeconds), OptionalInt.empty(), 1, 0);
    }

    private static SearchPlan gather(Arguments arguments, String library, Set<String> labels, Input input) {
        Optional<Long> dimension = arguments.whole("Dimension", 1, LibrarySpec.MOST_DIMENSIONS);
        return new SearchPlan(input, Mode.GATHER, library, 1, -1, labels, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), dimension.isPresent() ? OptionalInt.of(dimension.get().intValue()) : OptionalInt.empty(),
                arguments.whole("MostEntries", 1, LibrarySpec.MOST_ENTRIES).map(Long::intValue).orElse(LibrarySpec.DEFAULT_ENTRIES),
                arguments.whole("MostDays", 0, LibrarySpec.MOST_DAYS).map(Long::intValue).orElse(0));
    }

    LibraryQuery query(float[] vector, Instant now) {
        return new LibraryQuery(vector, topK, leastScore,
                new EntryFilter(labels, device, within.map(now::minus).or(() -> from), to));
    }

    private static Optional<Instant> moment(Arguments arguments, String name) {
        return arguments.whole(name, 0, LATEST_MICROS).map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
