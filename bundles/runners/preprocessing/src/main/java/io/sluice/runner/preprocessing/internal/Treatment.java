package io.sluice.runner.preprocessing.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.runner.kit.ArgumentReader;
import io.sluice.runner.kit.picture.PictureWish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a task asks for, read of its arguments.
 *
 * @param wish which pictures
 * @param acts what is done to each, in order
 */
record Treatment(PictureWish wish, List<Act> acts) {

    private static final int MOST_ACTS = 16;

    /**
     * One thing that is done to a picture.
     *
     * @param operator by name
     * @param arguments of the operator
     * @param path of the act in the task's arguments, for messages
     */
    record Act(String operator, JsonObject arguments, String path) {}

    /** @throws io.sluice.api.error.InvalidInputException naming the argument that is wrong */
    static Treatment of(TaskDispatchInfo task, JsonObject arguments) {
        Set<String> known = new HashSet<>(PictureWish.ARGUMENTS);
        known.add("Steps");
        ArgumentReader reader = ArgumentReader.of(arguments, "", known);
        PictureWish wish = PictureWish.of(task.inputInfo().taskFrameRate(), reader);
        Optional<JsonValue> steps = arguments.get("Steps");
        if (!(steps.orElse(JsonObject.EMPTY) instanceof JsonArray list) || list.values().isEmpty()
                || list.values().size() > MOST_ACTS) {
            throw ArgumentReader.invalid("Steps", "must be a list of 1 to " + MOST_ACTS + " objects");
        }
        List<Act> acts = new ArrayList<>();
        for (JsonValue step : list.values()) {
            String path = "Steps[" + acts.size() + "].";
            if (!(step instanceof JsonObject object)) {
                throw ArgumentReader.invalid("Steps[" + acts.size() + "]", "must be an object");
            }
            ArgumentReader one = ArgumentReader.of(object, path, Set.of("Operator", "Arguments"));
            acts.add(new Act(one.text("Operator").orElseThrow(() -> ArgumentReader.invalid(path + "Operator", "is missing")),
                    one.object("Arguments").orElse(JsonObject.EMPTY), path));
        }
        return new Treatment(wish, List.copyOf(acts));
    }

    /** @throws io.sluice.api.error.InvalidInputException naming the argument that is wrong */
    void check(Operators operators) {
        acts.forEach(act -> operators.check(act.operator(), act.arguments(), act.path()));
    }
}
