package io.sluice.session;

import io.sluice.api.link.Link;
import io.sluice.api.link.LinkState;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.support.status.StatusReports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The nodes registered here: who they are, where they take commands, and their {@link Link}s. Thread-safe. */
public final class LowerNodes implements AutoCloseable {

    /** What became of a request, with the reason for people. */
    public record Result(Outcome outcome, String reason) {}

    /** What a binding does for the nodes registered by it. */
    public interface Carrier {

        /** The link with a node that was just registered. */
        PeerLink link(SessionRequest request, String from);

        /** Compares the clocks, if the other node can be asked. Must not wait. */
        void measure(PeerLink link);

        /** What else is to be done at each round. */
        default void round() {}
    }

    private record Lower(PeerLink link, ServiceRegistration<Link> registration, ComparisonPace pace) {}

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private final BundleContext context;
    private final StatusReports reports;
    private final String binding;
    private final Carrier carrier;
    private final Registry registry;
    private final Map<String, Lower> lower = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "links");
        made.setDaemon(true);
        return made;
    });

    /** @param binding name of what carries the links */
    public LowerNodes(BundleContext context, StatusReports reports, String binding, Duration expiry, Carrier carrier) {
        this.context = context;
        this.reports = reports;
        this.binding = binding;
        this.carrier = carrier;
        this.registry = new Registry(expiry, InstantSource.system());
        Duration round = expiry.dividedBy(4).compareTo(LONGEST_ROUND) < 0 ? expiry.dividedBy(4) : LONGEST_ROUND;
        thread.scheduleWithFixedDelay(this::round, round.toMillis(), round.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param from address the request came from; used as the instance where a node does not tell one */
    public synchronized Result take(SessionRequest request, String from) {
        String device = request.device();
        String instance = request.instance().isEmpty() ? from : request.instance();
        return switch (request.kind()) {
            case REGISTER -> register(request, instance, from);
            case KEEPALIVE -> keepAlive(request, instance);
            case SIGN_OFF -> signOff(device, instance);
        };
    }

    public boolean isRegistered(String device) {
        return registry.isRegistered(device);
    }

    /** The connection of a node broke; it is registered still, and may come back in time. */
    public synchronized void away(String device) {
        Lower gone = lower.get(device);
        if (gone != null && gone.link.info().state() == LinkState.ONLINE) {
            gone.link.become(device, LinkState.AWAY);
            reports.report(subject(device), Health.DEGRADED, "link.disconnected",
                    "The connection of the node " + device + " broke.", "Nothing, if it comes back soon; else check its network.",
                    Map.of("device", device));
        }
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
        lower.values().forEach(one -> one.registration.unregister());
        lower.clear();
    }

    private Result register(SessionRequest request, String instance, String from) {
        String device = request.device();
        Optional<String> elsewhere = otherBinding(device);
        if (elsewhere.isPresent()) {
            return new Result(Outcome.DUPLICATE, "The node " + device + " is registered here by " + elsewhere.get() + ".");
        }
        if (!registry.register(device, instance)) {
            return new Result(Outcome.DUPLICATE, "Another node is registered here with the id " + device
                    + "; it must sign off or stay silent first.");
        }
        remove(device);
        PeerLink link = carrier.link(request, from);
        ComparisonPace pace = new ComparisonPace();
        lower.put(device, new Lower(link, context.registerService(Link.class, link, link.properties()), pace));
        online(device);
        pace.heard(request.sent(), Micros.now(), link.clock());
        pace.isDue(System.nanoTime());
        thread.execute(() -> carrier.measure(link));
        return new Result(Outcome.OK, "");
    }

    private Result keepAlive(SessionRequest request, String instance) {
        String device = request.device();
        if (!registry.keepAlive(device, instance)) {
            return new Result(Outcome.NOT_REGISTERED, "The node " + device + " is not registered; register first.");
        }
        Lower one = lower.get(device);
        one.pace.heard(request.sent(), Micros.now(), one.link.clock());
        online(device);
        return new Result(Outcome.OK, "");
    }

    private void online(String device) {
        lower.get(device).link.become(device, LinkState.ONLINE);
        reports.report(subject(device), Health.OK, "link.online",
                "The node " + device + " is registered.", "", Map.of("device", device));
    }

    private Result signOff(String device, String instance) {
        if (!registry.signOff(device, instance)) {
            return new Result(Outcome.NOT_REGISTERED, "The node " + device + " is not registered.");
        }
        remove(device);
        reports.gone(subject(device));
        return new Result(Outcome.OK, "");
    }

    private void remove(String device) {
        Lower gone = lower.remove(device);
        if (gone != null) {
            gone.link.become(device, LinkState.SIGNED_OFF);
            gone.registration.unregister();
        }
    }

    private void round() {
        for (String device : registry.expire()) {
            expired(device);
        }
        List<PeerLink> online;
        synchronized (this) {
            long now = System.nanoTime();
            online = lower.values().stream()
                    .filter(one -> one.link.info().state() == LinkState.ONLINE && one.pace.isDue(now))
                    .map(Lower::link)
                    .toList();
        }
        online.forEach(carrier::measure);
        carrier.round();
    }

    private synchronized void expired(String device) {
        Lower gone = lower.get(device);
        if (gone == null || registry.isRegistered(device)) {
            return;
        }
        gone.link.become(device, LinkState.AWAY);
        reports.report(subject(device), Health.DEGRADED, "link.expired",
                "Nothing was heard of the node " + device + " for too long.",
                "Check that it runs and reaches this gateway; it registers anew by itself.", Map.of("device", device));
    }

    private Optional<String> otherBinding(String device) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(Link.class.getName(),
                    "(&(" + Link.DEVICE + "=" + device + ")(!(" + Link.BINDING + "=" + binding + ")))");
            return found == null ? Optional.empty() : Optional.of(found[0].getProperty(Link.BINDING).toString());
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Subject subject(String device) {
        return new Subject(Subject.LINK, device);
    }
}
