package io.sluice.executor.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskDispatchReply;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.api.task.TaskExecutor;
import io.sluice.protocol.MessageCodec;
import io.sluice.support.node.DeviceId;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Answers the commands for tasks of this node: task_dispatch, task_ops_control, task_result, task_status_query (clauses 9.6 to 9.9).
 * What is refused is thrown, with the reason; the link makes a reply with {@code StatusCode} 1 of it. Thread-safe.
 */
@Component(
        service = RequestHandler.class,
        property = {
            RequestHandler.RESOURCES + "=COMMAND",
            RequestHandler.COMMANDS + "=" + TaskDispatch.TYPE,
            RequestHandler.COMMANDS + "=" + TaskControl.TYPE,
            RequestHandler.COMMANDS + "=" + TaskResult.TYPE,
            RequestHandler.COMMANDS + "=" + TaskStatusQuery.TYPE
        })
public final class TaskCommands implements RequestHandler {

    private final MessageCodec codec = new MessageCodec();
    private final TaskExecutor executor;
    private final String own;

    @Activate
    public TaskCommands(BundleContext context, @Reference TaskExecutor executor) {
        this(DeviceId.of(context), executor);
    }

    TaskCommands(String own, TaskExecutor executor) {
        this.own = own;
        this.executor = executor;
    }

    @Override
    public byte[] handle(String device, Resource resource, byte[] body) {
        Command command = codec.decodeCommand(body);
        return codec.encodeReply(command, answer(device, command));
    }

    private Reply answer(String sender, Command command) {
        if (command instanceof TaskDispatch dispatch) {
            demandOwn(dispatch.deviceId(), "DeviceID");
            executor.dispatch(sender, dispatch.messageBody().taskDispatchList());
            return new TaskDispatchReply(dispatch.commandIdx(), StatusCode.SUCCESS, Optional.empty());
        }
        if (command instanceof TaskControl control) {
            List<OpsControl> operations = control.messageBody().opsControlList();
            for (int index = 0; index < operations.size(); index++) {
                String path = "MessageBody/OpsControlList[" + index + "]/DeviceID";
                operations.get(index).deviceId().ifPresent(device -> demandOwn(device, path));
            }
            executor.control(sender, operations);
            return CommandReply.succeeded(control);
        }
        if (command instanceof TaskResult result) {
            executor.deliver(sender, result.messageBody());
            return CommandReply.succeeded(result);
        }
        if (command instanceof TaskStatusQuery query) {
            return new TaskStatusReply(query.commandIdx(), List.of(new DevTaskStatus(own, executor.statuses(wanted(query)))));
        }
        throw new RejectedException("executor.command.unknown", "The executor does not answer " + command.commandType() + ".", "", null);
    }

    /** The tasks asked for; none for all. */
    private List<String> wanted(TaskStatusQuery query) {
        List<TaskStatusQuery.Selector> selectors = query.messageBody().deviceList().orElse(List.of());
        for (int index = 0; index < selectors.size(); index++) {
            demandOwn(selectors.get(index).deviceId(), "MessageBody/DeviceList[" + index + "]/DeviceID");
        }
        if (selectors.stream().anyMatch(selector -> selector.taskIdList().isEmpty())) {
            return List.of();
        }
        return selectors.stream().flatMap(selector -> selector.taskIdList().orElseThrow().stream()).toList();
    }

    private void demandOwn(String device, String path) {
        if (!device.equals(own)) {
            throw new RejectedException("executor.device.other", path + ": this node is " + own + ", not " + device + ".",
                    "Send it to that node.", null);
        }
    }
}
