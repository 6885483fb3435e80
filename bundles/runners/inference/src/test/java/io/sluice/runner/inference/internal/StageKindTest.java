package io.sluice.runner.inference.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.StageSpec;
import io.sluice.api.task.Obstacle;
import io.sluice.runner.kit.testing.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A classic algorithm is a task of type 6, one with a model of type 8. */
class StageKindTest {

    private static final StageSpec CLASSIC = new StageSpec("change", StageSpec.Kind.OPERATOR, "background_subtraction", "", "{}");
    private static final StageSpec NETWORK = new StageSpec("find", StageSpec.Kind.MODEL, "persons", "change", "{}");

    @Test
    void eachKindRunsAsItsTypeOnly() {
        assertEquals(Optional.empty(), obstacle(6, CLASSIC));
        assertEquals(Optional.empty(), obstacle(8, CLASSIC, NETWORK));
        Obstacle network = obstacle(6, CLASSIC, NETWORK).orElseThrow();
        assertEquals(10, network.exceptionCode());
        assertEquals("runner.algorithm.kind", network.code());
        assertTrue(network.message().contains("as a task of type 8"), network.message());
        assertTrue(obstacle(8, CLASSIC).orElseThrow().message().contains("as a task of type 6"));
    }

    private static Optional<Obstacle> obstacle(int type, StageSpec... stages) {
        TaskDispatchInfo task = Tasks.of(type, "camera:gate", JsonObject.EMPTY, OptionalInt.empty());
        return StageKind.obstacle(task, new AlgorithmDescriptor("a", 7, "A", "1", "detection", "{}", List.of("change"), List.of(),
                List.of(stages), "00"));
    }
}
