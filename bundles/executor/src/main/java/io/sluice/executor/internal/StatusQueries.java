package io.sluice.executor.internal;

import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.DeviceSelector;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TaskStatusQuery.Selector;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.api.task.TaskExecutor;
import io.sluice.session.cascade.FanOut;
import io.sluice.session.cascade.Question;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers task_status_query (clause 9.9), of this node and of those below it. Thread-safe. */
final class StatusQueries {

    private final String own;
    private final TaskExecutor executor;
    private final FanOut fanOut;

    StatusQueries(String own, TaskExecutor executor, FanOut fanOut) {
        this.own = own;
        this.executor = executor;
        this.fanOut = fanOut;
    }

    /** @param asker the node that asks */
    Reply answer(String asker, TaskStatusQuery query) {
        List<Selector> selectors = query.messageBody().deviceList().orElse(List.of());
        List<DeviceSelector> devices = selectors.stream()
                .map(one -> new DeviceSelector(one.deviceId(), one.hierarchicalQuery())).toList();
        return fanOut.ask(asker, new Question<>(query, Optional.of(devices).filter(some -> !some.isEmpty()),
                () -> Optional.of(new DevTaskStatus(own,
                        executor.statuses(tasks(selectors, one -> one.deviceId().equals(own)).orElse(List.of())))),
                (targets, members) -> again(query, targets, selectors, members),
                reply -> reply instanceof TaskStatusReply known ? Optional.of(known.taskStatusSet()) : Optional.empty(),
                DevTaskStatus::deviceId,
                (list, members) -> new TaskStatusReply(query.commandIdx(), StatusCode.SUCCESS, list, members)));
    }

    /** Nodes below are asked for the tasks that were named for them, or for this node and those below it. */
    private TaskStatusQuery again(
            TaskStatusQuery query, List<DeviceSelector> targets, List<Selector> selectors, JsonObject members) {
        List<Selector> asked = targets.stream().map(target -> new Selector(target.deviceId(), target.hierarchicalQuery(),
                tasks(selectors, one -> one.deviceId().equals(target.deviceId())
                        || one.deviceId().equals(own) && one.hierarchicalQuery()))).toList();
        return new TaskStatusQuery(query.commandIdx(),
                new TaskStatusQuery.Body(Optional.of(asked), query.messageBody().extra()), members);
    }

    /** Empty for all. */
    private static Optional<List<String>> tasks(List<Selector> selectors, Predicate<Selector> about) {
        List<Selector> some = selectors.stream().filter(about).toList();
        if (some.stream().anyMatch(one -> one.taskIdList().isEmpty())) {
            return Optional.empty();
        }
        List<String> ids = some.stream().flatMap(one -> one.taskIdList().orElseThrow().stream()).distinct().toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
    }
}
