package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskBasicInfo;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.MessageException;
import io.sluice.protocol.Messages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request for a task (table 17) becomes where one node runs it: a task in the form of table 20. That table's objects which
 * table 17 has no field for stand in the request's {@code CustomInfo}; {@code Constraints} has the times. Stateless.
 */
final class Requested {

    private static final String CUSTOM = "InitiationInfo/CustomInfo/";
    private static final String CONSTRAINTS = "Constraints";
    private static final String TIMES = "TimeRange";
    private static final List<String> CONDITIONS = List.of(TimeOuts.MOST_RUN, TimeOuts.MOST_SILENCE, Needs.MEMBER);
    /** For types of task that use none. */
    private static final JsonObject NO_ALGORITHM = JsonObject.builder().put("AlgID", 0).put("AlgVersion", "0").build();

    private final MessageCodec codec = new MessageCodec();

    /** The same for the same request of the same node. */
    String id(String sender, TaskBasicInfo request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(sender.getBytes(StandardCharsets.US_ASCII));
            return "request-" + HexFormat.of().formatHex(digest.digest(codec.encode(Messages.TASK_REQUEST, request)), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * @throws InvalidInputException when an object within is not as table 20 says
     * @throws RejectedException when it has a constraint that is not known here
     */
    TaskDispatchInfo task(String id, TaskBasicInfo request) {
        JsonObject custom = request.initiationInfo().customInfo().orElse(JsonObject.EMPTY);
        JsonObject constraints = request.constraints().orElse(JsonObject.EMPTY);
        JsonObject.Builder task = JsonObject.builder().put("TaskID", id).put("TaskName", request.taskName());
        request.desc().ifPresent(desc -> task.put("Desc", desc));
        request.taskType().ifPresent(type -> task.put("TaskType", type));
        request.priority().ifPresent(priority -> task.put("Priority", priority));
        task.put("TaskAttr", constraints.get(TIMES).isPresent() ? TaskDispatchInfo.TIMED : TaskDispatchInfo.RESIDENT);
        task.put("ExecutionCond", condition(constraints));
        task.put("AlgModelInfo", custom.get("AlgModelInfo").orElse(NO_ALGORITHM));
        task.put("InputInfo", custom.get("InputInfo").orElse(JsonObject.EMPTY));
        task.put("DstDeviceList", custom.get("DstDeviceList").orElseGet(() -> new JsonArray(List.of(
                JsonObject.builder().put("DeviceID", request.initiationInfo().deviceId()).build()))));
        try {
            return codec.decode(Messages.TASK_DISPATCH_INFO, codec.encode(Messages.OPEN, task.build()));
        } catch (MessageException wrong) {
            String path = own("/" + wrong.path());
            throw new InvalidInputException(wrong.code(), path,
                    path + ": expected " + wrong.expected() + ", found " + wrong.found(), wrong.remedy());
        }
    }

    private static JsonObject condition(JsonObject constraints) {
        JsonObject.Builder condition = JsonObject.builder();
        JsonObject.Builder others = JsonObject.builder();
        for (Map.Entry<String, JsonValue> one : constraints.members().entrySet()) {
            if (one.getKey().equals(TIMES)) {
                condition.put(TIMES, one.getValue());
            } else if (CONDITIONS.contains(one.getKey())) {
                others.put(one.getKey(), one.getValue());
            } else {
                throw new RejectedException("executor.request.constraint", CONSTRAINTS + "/" + one.getKey()
                        + " cannot be kept by this node, which does not know it.", "Leave it out, or ask another node.", null);
            }
        }
        return condition.put("ExtendedInfo", others.build()).build();
    }

    /** Where a fault of the task stands in the request. */
    static String own(String text) {
        return Optional.of(text)
                .map(path -> path.replace("TaskDispatchList[0]/", "/"))
                .map(path -> path.replace("/ExecutionCond/ExtendedInfo/", CONSTRAINTS + "/"))
                .map(path -> path.replace("/ExecutionCond/", CONSTRAINTS + "/"))
                .map(path -> path.startsWith("/") ? CUSTOM + path.substring(1) : path).orElseThrow();
    }
}
