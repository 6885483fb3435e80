package io.sluice.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import java.util.List;
import java.util.Locale;

/** The JSON of algorithms; the same by REST and as events. */
final class AlgorithmDocuments {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AlgorithmDocuments() {}

    static ObjectNode of(AlgorithmDescriptor algorithm) {
        ObjectNode node = NODES.objectNode()
                .put("id", algorithm.id())
                .put("number", algorithm.number())
                .put("name", algorithm.name())
                .put("version", algorithm.version())
                .put("type", algorithm.type())
                .put("sha256", algorithm.sha256());
        node.set("arguments", json(algorithm.argumentsSchema()));
        node.set("labels", texts(algorithm.labels()));
        ArrayNode models = node.putArray("models");
        algorithm.models().forEach(model -> models.add(of(model)));
        ArrayNode stages = node.putArray("stages");
        algorithm.stages().forEach(stage -> stages.add(of(stage)));
        return node;
    }

    private static ObjectNode of(ModelDescriptor model) {
        ObjectNode node = NODES.objectNode()
                .put("id", model.id())
                .put("name", model.name())
                .put("version", model.version())
                .put("family", model.family().name());
        node.set("input", of(model.input()));
        node.set("labels", texts(model.labels()));
        node.put("scoreThreshold", model.scoreThreshold()).put("overlapThreshold", model.overlapThreshold());
        ArrayNode variants = node.putArray("variants");
        model.variants().forEach(variant -> variants.add(of(variant)));
        return node;
    }

    private static ObjectNode of(ModelVariant variant) {
        return NODES.objectNode()
                .put("format", variant.data().format())
                .put("precision", variant.precision().text())
                .put("chip", variant.chip().orElse(null))
                .put("sha256", variant.data().sha256());
    }

    private static ObjectNode of(StageSpec stage) {
        ObjectNode node = NODES.objectNode()
                .put("id", stage.id())
                .put("kind", stage.kind().name().toLowerCase(Locale.ROOT))
                .put("uses", stage.uses())
                .put("input", stage.input());
        node.set("arguments", json(stage.arguments()));
        return node;
    }

    private static ObjectNode of(InputSpec input) {
        ObjectNode node = NODES.objectNode()
                .put("width", input.width())
                .put("height", input.height())
                .put("channels", input.channels().name())
                .put("fit", input.fit().name());
        ArrayNode mean = node.putArray("mean");
        input.mean().forEach(mean::add);
        ArrayNode scale = node.putArray("scale");
        input.scale().forEach(scale::add);
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode node = NODES.arrayNode();
        texts.forEach(node::add);
        return node;
    }

    /** Text that the repository has checked to be JSON. */
    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException error) {
            throw new IllegalStateException("The repository offers what is no JSON: " + text, error);
        }
    }
}
