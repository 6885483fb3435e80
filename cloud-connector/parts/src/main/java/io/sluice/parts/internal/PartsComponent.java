package io.sluice.parts.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.PartStore;
import io.sluice.support.node.DeviceId;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

/** Parts of results as services: the store for this node, the answers for others; stays while links come and go. */
@Component(
        name = PartsComponent.PID,
        service = {PartStore.class, RequestHandler.class, PartsComponent.class},
        immediate = true,
        property = RequestHandler.RESOURCES + "=PART")
@Designate(ocd = PartsConfig.class)
public final class PartsComponent implements PartStore, RequestHandler {

    static final String PID = "io.sluice.parts";

    private final StatusReports statuses;
    private final Fetcher fetcher;
    private final NodeParts parts;
    private final PartRequests requests;
    private final NodeKey key;
    private final ScheduledExecutorService ticking;

    /** @throws IOException when the data folder cannot be used; the component is tried again with the next change */
    @Activate
    public PartsComponent(BundleContext context, PartsConfig config) throws IOException {
        Path data = Path.of(Optional.ofNullable(context.getProperty("sluice.data")).orElse("data"));
        String own = DeviceId.of(context);
        key = NodeKey.of(data.resolve("identity").resolve("part-key"));
        Shelf shelf = new Shelf(data.resolve("parts"));
        Fetched fetched = new Fetched(data.resolve("parts"));
        fetcher = new Fetcher(fetched);
        requests = new PartRequests(shelf);
        statuses = new StatusReports(context);
        parts = new NodeParts(own, shelf, fetched, fetcher, new Sealer(own, key), statuses, Clock.systemUTC(), Bounds.of(config));
        ticking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "parts");
            thread.setDaemon(true);
            return thread;
        });
        ticking.scheduleWithFixedDelay(parts::prune, 60, 60, TimeUnit.SECONDS);
    }

    @Modified
    void modified(PartsConfig config) {
        parts.bounds(Bounds.of(config));
    }

    @Deactivate
    void stop() {
        ticking.shutdown();
        statuses.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLink(Link link) {
        fetcher.add(link);
    }

    void unbindLink(Link link) {
        fetcher.remove(link);
    }

    @Override
    public byte[] handle(String device, Resource resource, byte[] body) {
        return requests.answer(device, body);
    }

    @Override
    public TaskResultBody detach(TaskResultBody result) {
        return parts.detach(result);
    }

    @Override
    public TaskResultBody attach(String sender, TaskResultBody result) {
        return parts.attach(sender, result);
    }

    /** This node's public key for encrypted parts, in Base64. */
    String publicKey() {
        return key.publicText();
    }
}
