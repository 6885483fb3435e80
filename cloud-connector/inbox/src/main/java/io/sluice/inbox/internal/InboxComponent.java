package io.sluice.inbox.internal;

import io.sluice.api.event.Topics;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.PartStore;
import io.sluice.api.task.ResultSink;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;

/** The inbox as services: takes results of other nodes, and looks at those of this one; stays while parts come and go. */
@Component(
        name = InboxComponent.PID,
        service = {ResultSink.class, EventHandler.class, InboxComponent.class},
        immediate = true,
        property = EventConstants.EVENT_TOPIC + "=" + Topics.TASK_RESULT_MADE)
@Designate(ocd = InboxConfig.class)
public final class InboxComponent implements ResultSink, EventHandler {

    static final String PID = "io.sluice.inbox";

    private static final long RECENT_BYTES = 8 << 20;

    private final Path folder;
    private final StatusReports statuses;
    private final NodeInbox inbox;
    private final Reading reading;
    private final Recent recent = new Recent(RECENT_BYTES);
    private volatile Optional<Prefetch> prefetch = Optional.empty();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PartStore parts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventAdmin events;

    /** @throws IOException when what was kept cannot be read */
    @Activate
    public InboxComponent(BundleContext context, InboxConfig config) throws IOException {
        folder = Path.of(Optional.ofNullable(context.getProperty("sluice.data")).orElse("data"), "inbox");
        Bounds bounds = Bounds.of(config);
        Journal journal = new Journal(folder, bounds.segmentBytes());
        statuses = new StatusReports(context);
        reading = new Reading(journal, () -> Optional.ofNullable(parts));
        inbox = new NodeInbox(journal, statuses, Clock.systemUTC(), bounds, this::came);
        prefetch(config);
    }

    @Modified
    void modified(InboxConfig config) {
        inbox.bounds(Bounds.of(config));
        prefetch(config);
    }

    @Deactivate
    void stop() {
        prefetch.ifPresent(Prefetch::close);
        inbox.close();
        statuses.close();
    }

    private void prefetch(InboxConfig config) {
        if (config.fetch_at_once() != prefetch.isPresent()) {
            prefetch.ifPresent(Prefetch::close);
            prefetch = config.fetch_at_once() ? Optional.of(new Prefetch(folder, reading)) : Optional.empty();
        }
    }

    @Override
    public void take(String sender, String key, TaskResultBody result) {
        inbox.take(sender, key, result);
    }

    private void came(NodeInbox.Came came) {
        EventAdmin present = events;
        if (present != null) {
            present.postEvent(new Event(Topics.TASK_RESULT_CAME, Map.of(Topics.PAYLOAD, came.result())));
        }
        prefetch.filter(fetching -> Parts.referred(came.result())).ifPresent(Prefetch::came);
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getProperty(Topics.PAYLOAD) instanceof TaskResultBody made) {
            recent.made(made);
        }
    }

    NodeInbox inbox() {
        return inbox;
    }

    Reading reading() {
        return reading;
    }

    Recent recent() {
        return recent;
    }
}
