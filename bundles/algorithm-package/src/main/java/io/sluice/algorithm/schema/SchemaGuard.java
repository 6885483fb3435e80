package io.sluice.algorithm.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.error.InvalidInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Refuses schemas that would cost their reader more than they are worth: references elsewhere, in circles, or that multiply.
 */
final class SchemaGuard {

    static final String CODE = "arguments.schema";

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String OWN = "#/$defs/";
    /** Parts to evaluate once references are followed. */
    private static final long MOST_PARTS = 20_000;
    /** Change what a reference means. */
    private static final Set<String> FORBIDDEN = Set.of(
            "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$vocabulary");
    /** What is no schema, and so may contain members of any name. */
    private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples");
    /** Whose members are named by the schema's author. */
    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "dependentSchemas");

    private static final long UNDER_WAY = -1;

    private final JsonNode root;
    private final Map<String, Long> weights = new HashMap<>();

    private SchemaGuard(JsonNode root) {
        this.root = root;
    }

    /** @return the schema */
    static JsonNode check(JsonNode schema) {
        if (!schema.isObject()) {
            throw fault("", "must be an object");
        }
        JsonNode type = schema.get("type");
        if (type != null && !"object".equals(type.asText())) {
            throw fault("type", "must be object: arguments have names");
        }
        JsonNode draft = schema.get("$schema");
        if (draft != null && !DRAFT.equals(draft.asText())) {
            throw fault("$schema", "must be " + DRAFT);
        }
        if (new SchemaGuard(schema).weight(schema, "") > MOST_PARTS) {
            throw fault("", "has more than " + MOST_PARTS + " parts once its references are followed");
        }
        return schema;
    }

    private long weight(JsonNode node, String path) {
        long sum = 1;
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String name = member.getKey();
                String at = path.isEmpty() ? name : path + "." + name;
                if (FORBIDDEN.contains(name)) {
                    throw fault(at, "is not taken here");
                } else if (name.equals("$ref")) {
                    sum += reference(member.getValue(), at);
                } else if (NAMED.contains(name) && member.getValue().isObject()) {
                    for (Map.Entry<String, JsonNode> named : member.getValue().properties()) {
                        sum += weight(named.getValue(), at + "." + named.getKey());
                    }
                } else if (!VALUES.contains(name)) {
                    sum += weight(member.getValue(), at);
                }
            }
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                sum += weight(node.get(index), path + "[" + index + "]");
            }
        }
        return Math.min(sum, MOST_PARTS + 1);
    }

    private long reference(JsonNode value, String path) {
        String target = value.asText();
        String name = target.startsWith(OWN) ? target.substring(OWN.length()) : "/";
        if (name.contains("/") || name.contains("~") || name.contains("%")) {
            throw fault(path, "must be " + OWN + " and a name: nothing is fetched from elsewhere");
        }
        JsonNode schema = root.path("$defs").get(name);
        if (schema == null) {
            throw fault(path, "names a schema that is not in $defs: " + target);
        }
        Long known = weights.get(name);
        if (known != null && known == UNDER_WAY) {
            throw fault(path, "leads in a circle: " + target);
        }
        if (known == null) {
            weights.put(name, UNDER_WAY);
            known = weight(schema, "$defs." + name);
            weights.put(name, known);
        }
        return known;
    }

    static InvalidInputException fault(String path, String what) {
        String field = path.isEmpty() ? "arguments" : "arguments." + path;
        return new InvalidInputException(CODE, field,
                "In the arguments' JSON Schema '" + field + "' " + what + ".", "Correct the schema.");
    }
}
