package io.sluice.outbox.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.Waiting;
import io.sluice.support.node.DeviceId;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The outbox as a service; stays while links and handlers come and go. */
@Component(name = OutboxComponent.PID, service = Outbox.class, immediate = true)
@Designate(ocd = OutboxConfig.class)
public final class OutboxComponent implements Outbox {

    static final String PID = "io.sluice.outbox";

    private final StatusReports statuses;
    private final ExecutorService pool;
    private final Routes routes;
    private final NodeOutbox outbox;

    @Activate
    public OutboxComponent(BundleContext context, OutboxConfig config) {
        statuses = new StatusReports(context);
        pool = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "outbox-route");
            thread.setDaemon(true);
            return thread;
        });
        routes = new Routes(DeviceId.of(context), pool);
        String data = Optional.ofNullable(context.getProperty("sluice.data")).orElse("data");
        outbox = new NodeOutbox(
                Path.of(data, "outbox"), routes, statuses, Clock.systemUTC(), NodeOutbox.Bounds.of(config));
        outbox.start();
    }

    @Modified
    void modified(OutboxConfig config) {
        outbox.bounds(NodeOutbox.Bounds.of(config));
    }

    @Deactivate
    public void stop() {
        outbox.close();
        pool.shutdown();
        statuses.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindLink(Link link) {
        routes.add(link);
        outbox.wake();
    }

    void unbindLink(Link link) {
        routes.remove(link);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHandler(RequestHandler handler, Map<String, Object> properties) {
        routes.add(handler, properties);
        outbox.wake();
    }

    void unbindHandler(RequestHandler handler) {
        routes.remove(handler);
    }

    @Override
    public void put(List<Letter> letters) {
        outbox.put(letters);
    }

    @Override
    public List<Waiting> waiting() {
        return outbox.waiting();
    }
}
