package io.sluice.runner.features.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.runner.features.internal.library.Candidate;
import io.sluice.runner.features.internal.library.EntryFilter;
import io.sluice.runner.features.internal.library.LibraryEntry;
import io.sluice.runner.features.internal.library.LibraryInfo;
import io.sluice.runner.features.internal.library.LibraryQuery;
import io.sluice.runner.features.internal.library.LibrarySpec;
import io.sluice.support.json.StrictObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What {@code /api/feature-libraries} takes and answers, as JSON. Stateless. */
final class LibraryDocuments {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_AT_ONCE = 10_000;
    private static final int MOST_LABELS = 1000;
    private static final int MOST_TEXT = 256;
    private static final double LARGEST = 1e30;

    private LibraryDocuments() {}

    static LibrarySpec spec(JsonNode body) {
        StrictObject fields = StrictObject.root(body);
        LibrarySpec spec = new LibrarySpec(fields.text("name", MOST_TEXT), fields.integer("dimension", 1, LibrarySpec.MOST_DIMENSIONS),
                fields.integer("mostEntries", 1, LibrarySpec.MOST_ENTRIES, LibrarySpec.DEFAULT_ENTRIES),
                fields.integer("mostDays", 0, LibrarySpec.MOST_DAYS, 0));
        fields.end();
        return spec;
    }

    static List<LibraryEntry> entries(JsonNode body, int dimension, Instant now) {
        StrictObject root = StrictObject.root(body);
        List<LibraryEntry> entries = root.objects("entries", MOST_AT_ONCE).stream().map(fields -> entry(fields, dimension, now)).toList();
        root.end();
        if (entries.isEmpty()) {
            throw root.invalid("entries", "must have at least one entry");
        }
        return entries;
    }

    private static LibraryEntry entry(StrictObject fields, int dimension, Instant now) {
        Map<String, String> attributes = new LinkedHashMap<>();
        fields.object("attributes").ifPresent(texts ->
                texts.names().forEach(name -> attributes.put(name, texts.text(name, MOST_TEXT))));
        LibraryEntry entry = new LibraryEntry(fields.has("id") ? fields.text("id", MOST_TEXT) : UUID.randomUUID().toString(),
                fields.text("label", MOST_TEXT, ""), fields.text("device", MOST_TEXT, ""), time(fields, "time").orElse(now), attributes,
                vector(fields, dimension));
        fields.end();
        return entry;
    }

    static LibraryQuery query(JsonNode body, int dimension) {
        StrictObject fields = StrictObject.root(body);
        EntryFilter filter = new EntryFilter(Set.copyOf(fields.texts("labels", MOST_LABELS, MOST_TEXT)),
                fields.has("device") ? Optional.of(fields.text("device", MOST_TEXT)) : Optional.empty(), time(fields, "from"),
                time(fields, "to"));
        LibraryQuery query = new LibraryQuery(vector(fields, dimension), fields.integer("topK", 1, LibraryQuery.MOST, 10),
                fields.number("leastScore", -1, 1, -1), filter);
        fields.end();
        return query;
    }

    private static float[] vector(StrictObject fields, int dimension) {
        List<Double> numbers = fields.numbers("vector", dimension, -LARGEST, LARGEST);
        float[] vector = new float[dimension];
        for (int index = 0; index < dimension; index++) {
            vector[index] = numbers.get(index).floatValue();
        }
        return vector;
    }

    private static Optional<Instant> time(StrictObject fields, String name) {
        return fields.has(name) ? Optional.of(time(fields.pathOf(name), fields.text(name, MOST_TEXT))) : Optional.empty();
    }

    /** @throws InvalidInputException naming the field, where the text is no time of ISO 8601 */
    static Instant time(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw new InvalidInputException("input.field.value", field,
                    "'" + field + "' must be a time such as 2026-01-31T08:30:00Z, not '" + text + "'.", "Correct '" + field + "'.");
        }
    }

    static ObjectNode info(LibraryInfo info) {
        return JSON.objectNode().put("name", info.spec().name()).put("dimension", info.spec().dimension())
                .put("mostEntries", info.spec().mostEntries()).put("mostDays", info.spec().mostDays()).put("entries", info.entries())
                .put("removed", info.removed()).put("bytes", info.bytes()).put("segments", info.segments())
                .put("compacting", info.compacting());
    }

    static ArrayNode candidates(List<Candidate> candidates, boolean scored) {
        ArrayNode list = JSON.arrayNode();
        for (Candidate candidate : candidates) {
            ObjectNode one = list.addObject().put("id", candidate.id());
            if (scored) {
                one.put("score", Scores.rounded(candidate.score()));
            }
            one.put("label", candidate.label()).put("device", candidate.device()).put("time", candidate.time().toString());
            ObjectNode attributes = one.putObject("attributes");
            candidate.attributes().forEach(attributes::put);
        }
        return list;
    }
}
