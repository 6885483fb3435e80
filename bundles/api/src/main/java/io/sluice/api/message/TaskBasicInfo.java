package io.sluice.api.message;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a task initiator asks for (table 17), by {@code POST /System/TaskRequest/} (table 16).
 *
 * @param taskType one of {@link TaskType}, or another that both know
 * @param priority 1 to 10, larger is more urgent
 * @param constraints times, places, latency, accuracy and the like
 */
public record TaskBasicInfo(
        OptionalInt taskType,
        String taskName,
        Optional<String> desc,
        OptionalInt priority,
        InitiationInfo initiationInfo,
        Optional<JsonObject> constraints,
        JsonObject extra) {

    public TaskBasicInfo {
        Given.all(taskType, taskName, desc, priority, initiationInfo, constraints, extra);
    }

    public TaskBasicInfo(
            OptionalInt taskType,
            String taskName,
            Optional<String> desc,
            OptionalInt priority,
            InitiationInfo initiationInfo,
            Optional<JsonObject> constraints) {
        this(taskType, taskName, desc, priority, initiationInfo, constraints, JsonObject.EMPTY);
    }

    /**
     * Who asks, and when.
     *
     * @param deviceId of the node that asks
     */
    public record InitiationInfo(
            String deviceId,
            Optional<String> applicant,
            Optional<Instant> initiateTime,
            Optional<Instant> updateTime,
            Optional<JsonObject> customInfo,
            JsonObject extra) {

        public InitiationInfo {
            Given.all(deviceId, applicant, initiateTime, updateTime, customInfo, extra);
        }

        public InitiationInfo(
                String deviceId,
                Optional<String> applicant,
                Optional<Instant> initiateTime,
                Optional<Instant> updateTime,
                Optional<JsonObject> customInfo) {
            this(deviceId, applicant, initiateTime, updateTime, customInfo, JsonObject.EMPTY);
        }
    }
}
