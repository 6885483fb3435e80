package io.sluice.runner.compression.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonLiteral;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.model.AlgorithmVersion;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of a task, as a result. */
final class Outcome {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Outcome() {}

    /** The new version, where it is and what was measured. */
    static TaskResultBody.Data made(AlgorithmVersion version, Optional<String> figures) {
        JsonObject.Builder told = JsonObject.builder().put("Algorithm", version.id()).put("AlgID", version.number())
                .put("AlgVersion", version.version()).put("Sha256", version.sha256()).put("PackageSha256", version.fileSha256())
                .put("PackageBytes", version.bytes())
                .put("History", new JsonArray(version.tests().stream().map(JsonValue::of).toList()));
        JsonObject.Builder extra = JsonObject.builder().put("Version", told.build());
        figures.ifPresent(measured -> extra.put("Figures", read(measured)));
        return data(extra.build());
    }

    /** What was measured of what was not kept. */
    static TaskResultBody.Data refused(String figures) {
        return data(JsonObject.builder().put("Figures", read(figures)).build());
    }

    private static TaskResultBody.Data data(JsonObject extra) {
        return new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.empty(), extra);
    }

    private static JsonValue read(String json) {
        try {
            return value(JSON.readTree(json));
        } catch (JsonProcessingException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static JsonValue value(JsonNode node) {
        if (node.isObject()) {
            JsonObject.Builder object = JsonObject.builder();
            node.properties().forEach(member -> object.put(member.getKey(), value(member.getValue())));
            return object.build();
        }
        if (node.isArray()) {
            List<JsonValue> values = new ArrayList<>();
            node.forEach(element -> values.add(value(element)));
            return new JsonArray(values);
        }
        if (node.isNumber()) {
            return new JsonNumber(node.asText());
        }
        return node.isBoolean() ? JsonValue.of(node.asBoolean()) : node.isNull() ? JsonLiteral.NULL : JsonValue.of(node.asText());
    }
}
