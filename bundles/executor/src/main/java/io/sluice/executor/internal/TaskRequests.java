package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.TaskBasicInfo;
import io.sluice.api.message.TaskRequestReply;
import io.sluice.api.task.TaskExecutor;
import io.sluice.api.task.TaskPlanner;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Answers requests for tasks (tables 16 to 18): what this node can run by itself becomes a task here, whose results go to who asks;
 * the rest is for a {@link TaskPlanner}, if there is one. What is refused is thrown, with the reason; the link makes a reply of it.
 * Thread-safe.
 */
@Component(service = RequestHandler.class, property = RequestHandler.RESOURCES + "=TASK_REQUEST")
public final class TaskRequests implements RequestHandler {

    private final MessageCodec codec = new MessageCodec();
    private final Requested requested = new Requested();
    private final List<TaskPlanner> planners = new CopyOnWriteArrayList<>();
    private final TaskExecutor executor;

    @Activate
    public TaskRequests(@Reference TaskExecutor executor) {
        this.executor = executor;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlanner(TaskPlanner planner) {
        planners.add(planner);
    }

    void unbindPlanner(TaskPlanner planner) {
        planners.remove(planner);
    }

    @Override
    public byte[] handle(String device, Resource resource, byte[] body) {
        TaskBasicInfo request = codec.decode(Messages.TASK_REQUEST, body);
        if (!request.initiationInfo().deviceId().equals(device)) {
            throw new RejectedException("executor.request.initiator", "InitiationInfo/DeviceID: must be " + device
                    + ", the node that asks.", "Ask in its own name.", null);
        }
        String id = requested.id(device, request);
        if (planners.stream().noneMatch(planner -> planner.knows(id))) {
            take(device, id, request);
        }
        return codec.encode(Messages.TASK_REQUEST_REPLY, TaskRequestReply.accepted(id));
    }

    private void take(String sender, String id, TaskBasicInfo request) {
        Optional<RejectedException> refusal = run(sender, id, request);
        if (refusal.isPresent() && planners.stream().noneMatch(planner -> planner.take(sender, id, request))) {
            throw refusal.get();
        }
    }

    /** @return why this node cannot run it; empty where it does */
    private Optional<RejectedException> run(String sender, String id, TaskBasicInfo request) {
        try {
            executor.dispatch(sender, List.of(requested.task(id, request)));
            return Optional.empty();
        } catch (RejectedException refused) {
            // Table 18 has room for 128 bytes, so the id, which who asks does not know, is left out.
            String reason = refused.getMessage().startsWith(id + ": ")
                    ? refused.getMessage().substring(id.length() + 2)
                    : refused.getMessage();
            return Optional.of(new RejectedException(refused.code(), reason, refused.remedy(), refused));
        } catch (InvalidInputException wrong) {
            throw new InvalidInputException(wrong.code(), Requested.own(wrong.field()), Requested.own(wrong.getMessage()), wrong.remedy());
        }
    }
}
