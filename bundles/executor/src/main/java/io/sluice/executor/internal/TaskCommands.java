package io.sluice.executor.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.link.Link;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskDispatchReply;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.task.TaskExecutor;
import io.sluice.protocol.MessageCodec;
import io.sluice.session.cascade.FanOut;
import io.sluice.support.node.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

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

    /** With the nodes below, where who asks says nothing shorter. */
    private static final Duration BELOW_PATIENCE = Duration.ofSeconds(8);

    private final MessageCodec codec = new MessageCodec();
    private final TaskExecutor executor;
    private final String own;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final StatusQueries queries;

    @Activate
    public TaskCommands(BundleContext context, @Reference TaskExecutor executor) {
        this(DeviceId.of(context), executor);
    }

    TaskCommands(String own, TaskExecutor executor) {
        this.own = own;
        this.executor = executor;
        queries = new StatusQueries(own, executor, new FanOut(own, links, BELOW_PATIENCE));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLink(Link link) {
        links.add(link);
    }

    void unbindLink(Link link) {
        links.remove(link);
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
            return queries.answer(sender, query);
        }
        throw new RejectedException("executor.command.unknown", "The executor does not answer " + command.commandType() + ".", "", null);
    }

    private void demandOwn(String device, String path) {
        if (!device.equals(own)) {
            throw new RejectedException("executor.device.other", path + ": this node is " + own + ", not " + device + ".",
                    "Send it to that node.", null);
        }
    }
}
