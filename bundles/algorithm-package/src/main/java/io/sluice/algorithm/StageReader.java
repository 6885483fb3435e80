package io.sluice.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.model.StageSpec;
import io.sluice.support.json.StrictObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the stages of a manifest and sees that each works on one before it. */
final class StageReader {

    private static final Pattern OPERATOR = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int LONGEST = 200;
    private static final int MOST_STAGES = 64;

    private StageReader() {}

    static List<StageSpec> stages(StrictObject root, List<ModelEntry> models) {
        List<StageSpec> stages = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (StrictObject given : root.objects("stages", MOST_STAGES)) {
            StageSpec stage = stage(given, models, ids);
            if (!ids.add(stage.id())) {
                throw given.invalid("id", "must be another one: there are two stages '" + stage.id() + "'");
            }
            stages.add(stage);
        }
        if (!stages.isEmpty()) {
            return stages;
        }
        if (models.size() != 1) {
            throw root.invalid("stages", "must say how the " + models.size() + " models follow each other");
        }
        String only = models.get(0).id();
        return List.of(new StageSpec(only, StageSpec.Kind.MODEL, only, "", "{}"));
    }

    private static StageSpec stage(StrictObject given, List<ModelEntry> models, Set<String> before) {
        String id = ManifestReader.id(given, "id");
        if (given.has("model") == given.has("operator")) {
            throw given.invalid(given.has("model") ? "operator" : "model", "or its alternative must be given: a stage is "
                    + "either a model or an operator");
        }
        String input = given.text("input", LONGEST, "");
        if (!input.isEmpty() && !before.contains(input)) {
            throw given.invalid("input", "must be the id of a stage before this one, not '" + input + "'");
        }
        StageSpec stage = given.has("model")
                ? new StageSpec(id, StageSpec.Kind.MODEL, model(given, models), input, arguments(given))
                : new StageSpec(id, StageSpec.Kind.OPERATOR, operator(given), input, arguments(given));
        given.end();
        return stage;
    }

    private static String model(StrictObject given, List<ModelEntry> models) {
        String id = given.text("model", LONGEST);
        if (models.stream().noneMatch(model -> model.id().equals(id))) {
            throw given.invalid("model", "must be the id of one of the models, not '" + id + "'");
        }
        return id;
    }

    private static String operator(StrictObject given) {
        String name = given.text("operator", LONGEST);
        if (!OPERATOR.matcher(name).matches()) {
            throw given.invalid("operator", "must be the name of an operator, such as background-subtraction");
        }
        return name;
    }

    static String arguments(StrictObject given) {
        JsonNode arguments = given.raw("arguments");
        if (arguments == null) {
            return "{}";
        }
        if (!arguments.isObject()) {
            throw given.invalid("arguments", "must be an object");
        }
        return arguments.toString();
    }
}
