package io.sluice.algorithm.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Puts the defaults of a schema's properties where arguments leave them out. Those within alternatives ({@code anyOf} and kin) are
 * not taken: which alternative holds is known only afterwards.
 */
final class Defaults {

    private static final String OWN = "#/$defs/";

    private final JsonNode root;

    /** @param root a schema that {@link SchemaGuard} has let pass, so that its references end */
    Defaults(JsonNode root) {
        this.root = root;
    }

    JsonNode fill(JsonNode value) {
        JsonNode copy = value.deepCopy();
        fill(root, copy);
        return copy;
    }

    private void fill(JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            fill(target(schema), value);
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
                JsonNode fallback = fallback(property.getValue());
                if (!object.has(property.getKey()) && !fallback.isMissingNode()) {
                    object.set(property.getKey(), fallback.deepCopy());
                }
                if (object.has(property.getKey())) {
                    fill(property.getValue(), object.get(property.getKey()));
                }
            }
        } else if (value.isArray() && schema.path("items").isObject()) {
            value.forEach(item -> fill(schema.get("items"), item));
        }
    }

    private JsonNode fallback(JsonNode schema) {
        JsonNode own = schema.path("default");
        return own.isMissingNode() && schema.has("$ref") ? fallback(target(schema)) : own;
    }

    private JsonNode target(JsonNode schema) {
        return root.path("$defs").path(schema.get("$ref").asText().substring(OWN.length()));
    }
}
