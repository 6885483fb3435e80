package io.sluice.runner.inference.internal;

import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.frame.Region;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.task.Obstacle;
import io.sluice.runner.kit.JsonTexts;
import io.sluice.runner.kit.source.TaskSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a task is to run.
 *
 * @param arguments as JSON, checked by the algorithm's schema
 * @param framesPerSecond how many pictures a second are looked at
 */
record Plan(String name, AlgorithmDescriptor algorithm, TaskSource source, String arguments, double framesPerSecond) {

    private static final int DEFAULT_RATE = 5;
    private static final int LONGEST_NAME = 200;

    /** All that stands against a task, in the order in which it should be put right. */
    static List<Obstacle> obstacles(TaskDispatchInfo task, Services services) {
        List<Obstacle> found = new ArrayList<>();
        try {
            Plan plan = of(task, services);
            plan.room(services).ifPresent(found::add);
            plan.source.obstacle(task, services.cameras, services.recordings).ifPresent(found::add);
        } catch (Unfit unfit) {
            found.add(unfit.obstacle);
        }
        return found;
    }

    /** @throws RejectedException where the task cannot run on this node */
    static Plan required(TaskDispatchInfo task, Services services) {
        try {
            return of(task, services);
        } catch (Unfit unfit) {
            throw new RejectedException(unfit.obstacle.code(), unfit.obstacle.message(), "", null);
        }
    }

    private static Plan of(TaskDispatchInfo task, Services services) throws Unfit {
        AlgorithmDescriptor algorithm = algorithm(task.algModelInfo(), services.models.require());
        Optional<Obstacle> otherKind = StageKind.obstacle(task, algorithm);
        if (otherKind.isPresent()) {
            throw new Unfit(otherKind.get());
        }
        String arguments;
        try {
            arguments = Arguments.check(algorithm.argumentsSchema(),
                    JsonTexts.of(task.inputInfo().algArgs().orElse(JsonObject.EMPTY)), "AlgArgs");
        } catch (InvalidInputException wrong) {
            throw new Unfit(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.arguments.invalid", wrong.getMessage());
        }
        TaskSource source = TaskSource.of(task).orElseThrow(() -> new Unfit(TaskSource.wrong(task)));
        int rate = task.inputInfo().taskFrameRate().orElse(DEFAULT_RATE);
        if (rate < 1) {
            throw new Unfit(ExceptionCode.PERFORMANCE_INSUFFICIENT, "runner.rate.invalid",
                    "TaskFrameRate must be at least 1, not " + rate + ".");
        }
        String name = task.taskName().filter(text -> !text.isBlank()).orElse(task.taskId());
        return new Plan(name.substring(0, Math.min(LONGEST_NAME, name.length())), algorithm, source, arguments, rate);
    }

    private static AlgorithmDescriptor algorithm(AlgModelInfo wanted, ModelRepository models) throws Unfit {
        List<AlgorithmDescriptor> known = models.list().stream()
                .filter(algorithm -> algorithm.number() == wanted.algId() && wanted.algId() != 0).toList();
        if (known.isEmpty()) {
            throw new Unfit(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.algorithm.unknown",
                    "No algorithm of this node that can run has the AlgID " + wanted.algId() + ".");
        }
        Optional<AlgorithmDescriptor> fitting =
                known.stream().filter(algorithm -> algorithm.version().equals(wanted.algVersion())).findFirst();
        if (fitting.isPresent()) {
            return fitting.get();
        }
        boolean kept = known.stream().anyMatch(algorithm -> models.find(algorithm.id(), wanted.algVersion()).isPresent());
        throw new Unfit(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.algorithm.version", "Of algorithm " + wanted.algId()
                + " version " + known.get(0).version() + " is in use here; version " + wanted.algVersion()
                + (kept ? " is kept, but not in use." : " is not known."));
    }

    private Optional<Obstacle> room(Services services) {
        return services.placement.get().flatMap(placement -> Capacity.obstacle(algorithm, framesPerSecond, placement));
    }

    /**
     * The same with other arguments.
     *
     * @throws InvalidInputException when the schema refuses them
     */
    Plan arguments(JsonObject changed) {
        return new Plan(name, algorithm, source,
                Arguments.check(algorithm.argumentsSchema(), JsonTexts.of(changed), "AlgArgs"), framesPerSecond);
    }

    /**
     * The camera that the task is looked at through. Not recorded: who wants a recording configures a camera.
     *
     * @param begin where a recording is played from
     */
    CameraSpec camera(String id, Instant begin) {
        CameraSpec.Source video = source instanceof TaskSource.Recording recording
                ? recording.playedFrom(begin, "analysis:" + algorithm.id()) : source.video().orElseThrow();
        return new CameraSpec(id, name, video, CameraSpec.Recording.OFF, List.of(new AnalysisSpec(algorithm.id(),
                framesPerSecond, Region.ALL, -1, Set.of(), List.of(), List.of(), arguments, "")));
    }

    /** An obstacle on its way up. */
    private static final class Unfit extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Obstacle obstacle;

        Unfit(int exceptionCode, String code, String message) {
            this(new Obstacle(exceptionCode, code, message));
        }

        Unfit(Obstacle obstacle) {
            super(obstacle.message());
            this.obstacle = obstacle;
        }
    }
}
