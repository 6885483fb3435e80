package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.task.Letter;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who gave tasks how these are (tables 30 to 32). */
final class Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    /** Beyond the table: whether a task that counts as finished was stopped by order. */
    private static final String STOPPED = "Stopped";

    private final RunContext.Surroundings surroundings;
    private final MessageCodec codec = new MessageCodec();

    Reporter(RunContext.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @return whether it will reach its sender, or need not */
    boolean report(Task task) {
        try {
            if (!task.sender().isEmpty()) {
                byte[] body = codec.encode(Messages.TASK_STATUS_REPORT,
                        List.of(new DevTaskStatus(surroundings.own(), List.of(status(task, Optional.empty())))));
                surroundings.letters().put(List.of(new Letter(task.sender(), Resource.TASK_STATUS,
                        task.id() + "/" + task.revision(), task.updated(), body)));
            }
            surroundings.table().reported(task.id(), task.revision());
            return true;
        } catch (UnavailableException later) {
            LOG.debug("The state of task {} is told later", task.id(), later);
            return false;
        }
    }

    /** @param occupied what its run takes at present */
    static TaskStatus status(Task task, Optional<JsonObject> occupied) {
        JsonObject extra = task.state() == TaskState.STOPPED
                ? JsonObject.builder().put(STOPPED, "1").build()
                : JsonObject.EMPTY;
        return new TaskStatus(task.id(), task.given().parentTaskId(), task.given().taskName(), task.given().taskType(),
                task.state().told(), task.progress(), occupied, task.exceptionCode(),
                task.reason().isEmpty() ? Optional.empty() : Optional.of(task.reason()), extra);
    }
}
