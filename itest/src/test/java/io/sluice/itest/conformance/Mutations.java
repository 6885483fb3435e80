package io.sluice.itest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A message with each of its fields wrong in turn: null, and of another type. Fields of open objects can be anything and are left. */
final class Mutations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OPEN = Set.of("AlgArgs", "ExtendedInfo", "ExtendInfo", "ImageInfo", "ResultData", "Constraints");

    /** @param path of the field that is wrong */
    record Mutation(String path, String message) {}

    private Mutations() {}

    /** @param message apostrophes stand for quotation marks */
    static List<Mutation> of(String message) throws IOException {
        JsonNode root = JSON.readTree(message.replace('\'', '"'));
        List<Mutation> all = new ArrayList<>();
        walk(root, root, "", all);
        return all;
    }

    private static void walk(JsonNode root, JsonNode at, String path, List<Mutation> all) {
        if (at instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (name.equals("CommandType")) {
                    continue;
                }
                JsonNode right = object.get(name);
                String here = path.isEmpty() ? name : path + "/" + name;
                for (JsonNode wrong : new JsonNode[] {JsonNodeFactory.instance.nullNode(), JsonNodeFactory.instance.booleanNode(true)}) {
                    object.set(name, wrong);
                    all.add(new Mutation(here, root.toString()));
                }
                object.set(name, right);
                if (!OPEN.contains(name)) {
                    walk(root, right, here, all);
                }
            }
        } else if (at instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                walk(root, array.get(index), path + "[" + index + "]", all);
            }
        }
    }
}
