package io.sluice.runner.inference.internal;

import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskType;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.StageSpec;
import io.sluice.api.task.Obstacle;
import java.util.Optional;

/** Whether an algorithm is of the kind that a task's type means: a classic one has no model, inference needs one. */
final class StageKind {

    private StageKind() {}

    static Optional<Obstacle> obstacle(TaskDispatchInfo task, AlgorithmDescriptor algorithm) {
        boolean model = algorithm.stages().stream().anyMatch(stage -> stage.kind() == StageSpec.Kind.MODEL);
        boolean classic = task.taskType().orElse(TaskType.INFERENCE) == TaskType.CLASSIC_ALGORITHM;
        if (classic != model) {
            return Optional.empty();
        }
        return Optional.of(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.algorithm.kind", classic
                ? "Algorithm " + algorithm.number() + " runs models: give it as a task of type " + TaskType.INFERENCE + "."
                : "Algorithm " + algorithm.number() + " has no model: give it as a task of type " + TaskType.CLASSIC_ALGORITHM + "."));
    }
}
