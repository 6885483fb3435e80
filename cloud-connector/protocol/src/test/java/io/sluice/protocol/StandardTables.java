package io.sluice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The standard's tables as {@code tai116-6-messages.json} has them: what the codec is judged by, read without the codec. */
final class StandardTables {

    private static final Pattern CODE = Pattern.compile("(\\d+|[A-Z]) [a-z].*");
    private static final Pattern RANGE = Pattern.compile("(?:.*, )?(\\d+)\\.\\.(\\d+)(?:,.*)?");

    private StandardTables() {}

    /** Those that say what fields a message or an object has; the others only name a method of HTTP and one of these. */
    static List<Table> all() {
        List<Table> tables = new ArrayList<>();
        for (JsonNode entry : root().get("messages")) {
            if (entry.has("fields")) {
                tables.add(new Table(entry.get("table").asText(), entry.path("name").asText(), fields(entry)));
            }
        }
        return tables;
    }

    /** The bodies of requests by HTTP: names of objects. */
    static List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        root().get("messages").forEach(entry -> {
            if (entry.has("body")) {
                bodies.add(entry.get("body").asText());
            }
        });
        return bodies;
    }

    static Optional<Table> named(String name) {
        return all().stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private static JsonNode root() {
        try (InputStream in = StandardTables.class.getResourceAsStream("/tai116-6-messages.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static List<Field> fields(JsonNode entry) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode field : entry.get("fields")) {
            fields.add(new Field(field.get("path").asText(), field.get("type").asText(), field.get("mandatory").asBoolean(),
                    field.path("bytes").asInt(-1), field.path("maxBytes").asInt(-1), field.path("value").asText(""),
                    field.path("format").asText(""), field.path("note").asText(""), field.path("ref").asText("")));
        }
        return fields;
    }

    record Table(String number, String name, List<Field> fields) {

        /** Fields directly below a path; those of the message itself below the empty one. */
        List<Field> below(String path) {
            return fields.stream().filter(field -> field.parent().equals(path)).toList();
        }

        Field field(String path) {
            return fields.stream().filter(field -> field.path().equals(path)).findFirst().orElseThrow();
        }

        @Override
        public String toString() {
            return "table " + number + " " + name;
        }
    }

    record Field(
            String path,
            String type,
            boolean mandatory,
            int bytes,
            int maxBytes,
            String value,
            String format,
            String note,
            String ref) {

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String parent() {
            return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
        }

        boolean time() {
            return !format.isEmpty();
        }

        boolean degrees() {
            return note.startsWith("decimal degrees");
        }

        /** Values that the note lists; none where it lists none. */
        List<String> codes() {
            return CODE.matcher(note).matches()
                    ? Arrays.stream(note.split("[,;] "))
                            .filter(part -> CODE.matcher(part).matches() && !part.contains("and above"))
                            .map(part -> part.substring(0, part.indexOf(' ')))
                            .toList()
                    : List.of();
        }

        /** Whether the list may be extended by makers, upwards or at will. */
        boolean extensible() {
            return note.contains("extensi");
        }

        boolean extensibleUpwardsOnly() {
            return note.contains("and above extension");
        }

        /** Least and greatest value that the note states. */
        Optional<int[]> range() {
            Matcher range = RANGE.matcher(note);
            return range.matches()
                    ? Optional.of(new int[] {Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))})
                    : Optional.empty();
        }

        /** A string in which any character may stand. */
        boolean freeText() {
            return type.equals("string") && value.isEmpty() && !time() && !degrees() && codes().isEmpty();
        }

        /** The object must have one of the optional fields beside this. */
        boolean oneOfTheOthers() {
            return note.contains("at least one of");
        }

        boolean mandatoryInSomePlaces() {
            return note.startsWith("mandatory when");
        }
    }
}
