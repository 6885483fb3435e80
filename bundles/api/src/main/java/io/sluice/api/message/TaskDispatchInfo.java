package io.sluice.api.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One task for a node: a task of its own or a part of one (table 20).
 *
 * @param taskType one of {@link TaskType}, or another that both know
 * @param priority 1 to 10, larger is more urgent
 * @param parentTaskId must be there where the task is a part of another
 * @param dependencies tasks that come before it
 * @param taskAttr {@link #RESIDENT}, {@link #TIMED}, or a higher one that both know
 * @param dstDeviceList where results go
 */
public record TaskDispatchInfo(
        String taskId,
        Optional<String> taskName,
        Optional<String> desc,
        OptionalInt taskType,
        OptionalInt priority,
        Optional<String> parentTaskId,
        Optional<List<Dependency>> dependencies,
        int taskAttr,
        Optional<ExecutionCond> executionCond,
        AlgModelInfo algModelInfo,
        InputInfo inputInfo,
        List<Destination> dstDeviceList,
        JsonObject extra) {

    /** {@link #taskAttr()} of a task that runs until it is stopped. */
    public static final int RESIDENT = 0;
    /** {@link #taskAttr()} of a task for stated times. */
    public static final int TIMED = 1;

    public TaskDispatchInfo {
        dependencies = dependencies.map(List::copyOf);
        dstDeviceList = List.copyOf(dstDeviceList);
        Given.all(taskId, taskName, desc, taskType, priority, parentTaskId, executionCond, algModelInfo, inputInfo, extra);
    }

    public TaskDispatchInfo(
            String taskId,
            Optional<String> taskName,
            Optional<String> desc,
            OptionalInt taskType,
            OptionalInt priority,
            Optional<String> parentTaskId,
            Optional<List<Dependency>> dependencies,
            int taskAttr,
            Optional<ExecutionCond> executionCond,
            AlgModelInfo algModelInfo,
            InputInfo inputInfo,
            List<Destination> dstDeviceList) {
        this(taskId, taskName, desc, taskType, priority, parentTaskId, dependencies, taskAttr, executionCond, algModelInfo,
                inputInfo, dstDeviceList, JsonObject.EMPTY);
    }

    /**
     * A task that comes before.
     *
     * @param deviceId of the node that runs it
     */
    public record Dependency(String taskId, Optional<String> deviceId, Optional<JsonObject> extendedInfo, JsonObject extra) {

        public Dependency {
            Given.all(taskId, deviceId, extendedInfo, extra);
        }

        public Dependency(String taskId, Optional<String> deviceId, Optional<JsonObject> extendedInfo) {
            this(taskId, deviceId, extendedInfo, JsonObject.EMPTY);
        }
    }

    /** When, and on what other conditions, the task runs. */
    public record ExecutionCond(Optional<List<TimeRange>> timeRange, Optional<JsonObject> extendedInfo, JsonObject extra) {

        public ExecutionCond {
            timeRange = timeRange.map(List::copyOf);
            Given.all(extendedInfo, extra);
        }

        public ExecutionCond(Optional<List<TimeRange>> timeRange, Optional<JsonObject> extendedInfo) {
            this(timeRange, extendedInfo, JsonObject.EMPTY);
        }
    }

    /** Open at the end that is absent. */
    public record TimeRange(Optional<Instant> startTime, Optional<Instant> endTime, JsonObject extra) {

        public TimeRange {
            Given.all(startTime, endTime, extra);
        }

        public TimeRange(Optional<Instant> startTime, Optional<Instant> endTime) {
            this(startTime, endTime, JsonObject.EMPTY);
        }
    }

    /** The algorithm that the task runs. */
    public record AlgModelInfo(
            int algId,
            Optional<String> algDesc,
            String algVersion,
            Optional<String> algFileUrl,
            Optional<List<Model>> modelList,
            JsonObject extra) {

        public AlgModelInfo {
            modelList = modelList.map(List::copyOf);
            Given.all(algDesc, algVersion, algFileUrl, extra);
        }

        public AlgModelInfo(
                int algId,
                Optional<String> algDesc,
                String algVersion,
                Optional<String> algFileUrl,
                Optional<List<Model>> modelList) {
            this(algId, algDesc, algVersion, algFileUrl, modelList, JsonObject.EMPTY);
        }
    }

    /** A model of the algorithm, and where to get it. */
    public record Model(
            int modelId, Optional<String> modelDesc, String modelVersion, Optional<String> modelUrl, JsonObject extra) {

        public Model {
            Given.all(modelDesc, modelVersion, modelUrl, extra);
        }

        public Model(int modelId, Optional<String> modelDesc, String modelVersion, Optional<String> modelUrl) {
            this(modelId, modelDesc, modelVersion, modelUrl, JsonObject.EMPTY);
        }
    }

    /**
     * What the task works on.
     *
     * @param streamUrl where the input is fetched
     * @param algArgs by the argument definition of the algorithm's package
     * @param taskFrameRate pictures a second
     */
    public record InputInfo(
            Optional<String> streamUrl, Optional<JsonObject> algArgs, OptionalInt taskFrameRate, JsonObject extra) {

        public InputInfo {
            Given.all(streamUrl, algArgs, taskFrameRate, extra);
        }

        public InputInfo(Optional<String> streamUrl, Optional<JsonObject> algArgs, OptionalInt taskFrameRate) {
            this(streamUrl, algArgs, taskFrameRate, JsonObject.EMPTY);
        }
    }

    /** A node that gets the results, an address that they are pushed to, or both. */
    public record Destination(Optional<String> deviceId, Optional<String> outputUrl, JsonObject extra) {

        public Destination {
            Given.all(deviceId, outputUrl, extra);
        }

        public Destination(Optional<String> deviceId, Optional<String> outputUrl) {
            this(deviceId, outputUrl, JsonObject.EMPTY);
        }
    }
}
