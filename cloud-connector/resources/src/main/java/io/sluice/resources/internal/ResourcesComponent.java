package io.sluice.resources.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.link.Link;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.AlgorithmQuery;
import io.sluice.api.message.AvailableResourceQuery;
import io.sluice.api.message.Command;
import io.sluice.api.message.StatusReply;
import io.sluice.api.message.TotalResourceQuery;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.ModelRepository;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import io.sluice.resources.internal.clock.HostTime;
import io.sluice.session.cascade.FanOut;
import io.sluice.support.node.DeviceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node says and hears about resources: answers queries, reports to upper nodes, keeps the reports of lower ones. Stays
 * while links, figures and algorithms come and go. Thread-safe.
 */
@Component(
        name = ResourcesComponent.PID,
        service = {RequestHandler.class, ResourcesComponent.class},
        immediate = true,
        property = {
            RequestHandler.RESOURCES + "=COMMAND",
            RequestHandler.RESOURCES + "=TOTAL_RESOURCE",
            RequestHandler.RESOURCES + "=AVAILABLE_RESOURCE",
            RequestHandler.RESOURCES + "=TASK_STATUS",
            RequestHandler.COMMANDS + "=" + TotalResourceQuery.TYPE,
            RequestHandler.COMMANDS + "=" + AvailableResourceQuery.TYPE,
            RequestHandler.COMMANDS + "=" + AlgorithmQuery.TYPE
        })
@Designate(ocd = ResourcesConfig.class)
public final class ResourcesComponent implements RequestHandler {

    static final String PID = "io.sluice.resources";

    private static final Logger LOG = LoggerFactory.getLogger(ResourcesComponent.class);

    private final MessageCodec codec = new MessageCodec();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final LowerTasks tasks = new LowerTasks();
    private final LowerReports reports = new LowerReports(InstantSource.system());
    private final Queries queries;
    private final Reporter reporter;
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "resource-reports");
        thread.setDaemon(true);
        return thread;
    });

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile NodeResources figures;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AlgorithmStore store;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ModelRepository repository;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile HostTime time;

    @Activate
    public ResourcesComponent(BundleContext context, ResourcesConfig config) {
        String own = DeviceId.of(context);
        FanOut fanOut = new FanOut(own, links, Duration.ofSeconds(config.patience_seconds()));
        queries = new Queries(fanOut, this::figures,
                () -> Algorithms.of(own, Optional.ofNullable(store), Optional.ofNullable(repository)),
                Position.of(config.longitude(), config.latitude()));
        reporter = new Reporter(links, Duration.ofSeconds(config.report_seconds()), System::nanoTime);
        ticking.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        ticking.shutdownNow();
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
        switch (resource) {
            case TOTAL_RESOURCE -> reports.take(device, codec.decode(Messages.TOTAL_RESOURCE, body));
            case AVAILABLE_RESOURCE -> reports.take(device, codec.decode(Messages.AVAILABLE_RESOURCE, body));
            case TASK_STATUS -> tasks.take(device, codec.decode(Messages.TASK_STATUS_REPORT, body));
            default -> {
                Command command = codec.decodeCommand(body);
                return codec.encodeReply(command, queries.answer(device, command));
            }
        }
        return codec.encode(Messages.REPORT_REPLY, StatusReply.SUCCEEDED);
    }

    LowerReports reports() {
        return reports;
    }

    LowerTasks tasks() {
        return tasks;
    }

    List<Link> links() {
        return links;
    }

    private Optional<NodeResources> figures() {
        Optional<HostTime> watched = Optional.ofNullable(time);
        return Optional.ofNullable(figures).map(present -> new TimedResources(present, watched.flatMap(HostTime::clock)));
    }

    private void tick() {
        try {
            figures().ifPresent(reporter::tick);
        } catch (RuntimeException error) {
            LOG.warn("Reports of resources were not sent", error);
        }
    }
}
