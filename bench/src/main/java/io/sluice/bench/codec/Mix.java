package io.sluice.bench.codec;

import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.DeviceType;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.PrecisionPower;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.message.TaskType;
import io.sluice.api.message.TotalResource;
import io.sluice.protocol.MessageType;
import io.sluice.protocol.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a scheduler and an executor say to each other: a task, results with eight things found, states, resources. */
final class Mix {

    /** A message and its type. */
    record Entry<T>(MessageType<T> type, Class<T> record, T message) {}

    private static final String DEVICE = "44030500001190000001";
    private static final Instant TIME = Instant.parse("2026-02-28T08:30:00.250Z");
    private static final int THINGS = 8;

    private Mix() {}

    static List<Entry<?>> messages() {
        return List.of(
                new Entry<>(Messages.TASK_DISPATCH, TaskDispatch.class, dispatch()),
                new Entry<>(Messages.TASK_RESULT, TaskResult.class, result()),
                new Entry<>(Messages.TASK_RESULT, TaskResult.class, result()),
                new Entry<>(Messages.DEVICE_TASK_STATUS, DevTaskStatus.class, states()),
                new Entry<>(Messages.TOTAL_RESOURCE, TotalResource.class, resource()));
    }

    private static TaskDispatch dispatch() {
        JsonObject arguments = JsonObject.builder().put("threshold", JsonValue.of(0.35)).put("zone", "gate 3").build();
        TaskDispatchInfo task = new TaskDispatchInfo("task-20260228-000117", Optional.of("\u592a\u9633\u80fd\u677f\u68c0\u6d4b"),
                Optional.of("solder joints of line 4"), OptionalInt.of(TaskType.INFERENCE), OptionalInt.of(7),
                Optional.of("task-20260228-000100"),
                Optional.of(List.of(new TaskDispatchInfo.Dependency("task-20260228-000116", Optional.of(DEVICE), Optional.empty()))),
                TaskDispatchInfo.TIMED,
                Optional.of(new TaskDispatchInfo.ExecutionCond(
                        Optional.of(List.of(new TaskDispatchInfo.TimeRange(
                                Optional.of(TIME), Optional.of(TIME.plusSeconds(3600))))), Optional.empty())),
                new TaskDispatchInfo.AlgModelInfo(12, Optional.empty(), "1.4.2", Optional.of("https://upper/algorithms/12/1.4.2"),
                        Optional.of(List.of(new TaskDispatchInfo.Model(3, Optional.empty(), "1.4.0", Optional.empty())))),
                new TaskDispatchInfo.InputInfo(Optional.of("rtsp://10.1.4.20/stream1"), Optional.of(arguments), OptionalInt.of(5)),
                List.of(new TaskDispatchInfo.Destination(Optional.of(DEVICE), Optional.of("https://upper/results/117"))));
        return new TaskDispatch(OptionalInt.of(4711), DEVICE, List.of(task));
    }

    private static TaskResult result() {
        List<JsonValue> things = new ArrayList<>();
        for (int index = 0; index < THINGS; index++) {
            things.add(JsonObject.builder()
                    .put("label", "solder-bridge")
                    .put("score", JsonValue.of(0.87 - index * 0.01))
                    .put("x", JsonValue.of(0.125 + index * 0.0625))
                    .put("y", JsonValue.of(0.25))
                    .put("width", JsonValue.of(0.03125))
                    .put("height", JsonValue.of(0.0625))
                    .put("track", 1000L + index)
                    .build());
        }
        JsonObject found = JsonObject.builder().put("detections", new JsonArray(things)).build();
        return new TaskResult(OptionalInt.of(815), new TaskResultBody("task-20260228-000117", Optional.of("task-20260228-000100"),
                DEVICE, List.of(new TaskResultBody.Destination(DEVICE)), 12, "1.4.2",
                Optional.of(List.of(new TaskResultBody.Model(3, "1.4.0"))), OptionalDouble.of(114.0579), OptionalDouble.of(22.5431),
                TIME.toEpochMilli(), Optional.of(TIME),
                new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(List.of(new TaskResultBody.AnalysisResult(
                        Optional.empty(), OptionalInt.of(TaskResultBody.AnalysisResult.ARTICLE), Optional.of(found)))))));
    }

    private static DevTaskStatus states() {
        JsonObject occupied = JsonObject.builder().put("cpu", JsonValue.of(0.42)).put("memoryMB", 180).build();
        List<TaskStatus> tasks = new ArrayList<>();
        for (int index = 0; index < 5; index++) {
            tasks.add(new TaskStatus("task-20260228-00011" + index, Optional.of("task-20260228-000100"), Optional.empty(),
                    OptionalInt.of(TaskType.INFERENCE), ExecutionStatus.RUNNING, OptionalInt.of(40 + index), Optional.of(occupied),
                    OptionalInt.empty(), Optional.empty()));
        }
        return new DevTaskStatus(DEVICE, tasks);
    }

    private static TotalResource resource() {
        TotalResource.Coding coding = new TotalResource.Coding("4096*2304", 480);
        return new TotalResource(DEVICE, DeviceType.EDGE, Optional.of("Sluice"), new TotalResource.ResourceInfo(true,
                Optional.of(new TotalResource.SystemEnv("Linux", "6.1.0")),
                Optional.of(new TotalResource.CommonResource(16_000, 512_000, 1000)),
                Optional.of(new TotalResource.ComputeResource("RK3588", Optional.of("2.3.2"),
                        List.of(new PrecisionPower("int8", "6 TOPS"), new PrecisionPower("float16", "3 TFLOPS")),
                        OptionalLong.of(8_000))),
                Optional.of(List.of(
                        new TotalResource.VideoProcess("H.264", Optional.of(coding), Optional.of(coding)),
                        new TotalResource.VideoProcess("H.265", Optional.of(coding), Optional.empty()))),
                Optional.of("12 W"), Optional.empty()));
    }
}
