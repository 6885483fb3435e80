package io.sluice.executor.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.PartStore;
import io.sluice.api.task.ResultSink;
import io.sluice.api.task.TaskExecutor;
import io.sluice.api.task.TaskRunner;
import io.sluice.support.node.DeviceId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;

/** The executor as a service; stays while database, outbox and runners come and go. */
@Component(name = ExecutorComponent.PID, service = TaskExecutor.class, immediate = true)
@Designate(ocd = ExecutorConfig.class)
public final class ExecutorComponent implements TaskExecutor {

    static final String PID = "io.sluice.executor";

    private final NodeExecutor executor;

    @Activate
    public ExecutorComponent(BundleContext context, ExecutorConfig config) {
        String data = Optional.ofNullable(context.getProperty("sluice.data")).orElse("data");
        executor = new NodeExecutor(context, DeviceId.of(context), Path.of(data, "tasks"), Clock.systemUTC(), System::nanoTime,
                Limits.of(config));
    }

    @Activate
    void start() {
        executor.start();
    }

    @Modified
    void modified(ExecutorConfig config) {
        executor.limits(Limits.of(config));
    }

    @Deactivate
    void stop() {
        executor.close();
    }

    @Reference(
            target = "(store.name=main)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDatabase(DataSource source) {
        executor.database().use(source);
    }

    void unbindDatabase(DataSource source) {
        executor.database().drop(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindOutbox(Outbox outbox) {
        executor.letters().use(outbox);
    }

    void unbindOutbox(Outbox outbox) {
        executor.letters().drop(outbox);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindParts(PartStore parts) {
        executor.letters().use(parts);
    }

    void unbindParts(PartStore parts) {
        executor.letters().drop(parts);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(EventAdmin events) {
        executor.letters().use(events);
    }

    void unbindEvents(EventAdmin events) {
        executor.letters().drop(events);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRunner(TaskRunner runner, Map<String, Object> properties) {
        executor.add(runner, properties);
    }

    void unbindRunner(TaskRunner runner) {
        executor.remove(runner);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFigures(NodeResources figures) {
        executor.runners().use(figures);
    }

    void unbindFigures(NodeResources figures) {
        executor.runners().drop(figures);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSink(ResultSink sink) {
        executor.sinks().add(sink);
    }

    void unbindSink(ResultSink sink) {
        executor.sinks().remove(sink);
    }

    @Override
    public void dispatch(String sender, List<TaskDispatchInfo> tasks) {
        executor.dispatch(sender, tasks);
    }

    @Override
    public void control(String sender, List<OpsControl> operations) {
        executor.control(sender, operations);
    }

    @Override
    public void deliver(String sender, TaskResultBody result) {
        executor.deliver(sender, result);
    }

    @Override
    public List<TaskStatus> statuses(Collection<String> taskIds) {
        return executor.statuses(taskIds);
    }
}
