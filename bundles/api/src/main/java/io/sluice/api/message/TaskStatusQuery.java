package io.sluice.api.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks how tasks are (table 28). */
public record TaskStatusQuery(OptionalInt commandIdx, Body messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "task_status_query";

    public TaskStatusQuery {
        Given.all(commandIdx, messageBody, extra);
    }

    public TaskStatusQuery(OptionalInt commandIdx, List<Selector> devices) {
        this(commandIdx, new Body(Optional.of(devices), JsonObject.EMPTY), JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }

    /** @param deviceList the node that receives the query where it is absent */
    public record Body(Optional<List<Selector>> deviceList, JsonObject extra) {

        public Body {
            deviceList = deviceList.map(List::copyOf);
            Given.all(extra);
        }
    }

    /**
     * @param deviceId whose tasks
     * @param hierarchicalQuery whether those of the nodes below it too
     * @param taskIdList which, at least one; all of them where it is absent
     */
    public record Selector(
            String deviceId, boolean hierarchicalQuery, Optional<List<String>> taskIdList, JsonObject extra) {

        public Selector {
            taskIdList = taskIdList.map(List::copyOf);
            Given.all(deviceId, extra);
        }

        public Selector(String deviceId, boolean hierarchicalQuery, Optional<List<String>> taskIdList) {
            this(deviceId, hierarchicalQuery, taskIdList, JsonObject.EMPTY);
        }
    }
}
