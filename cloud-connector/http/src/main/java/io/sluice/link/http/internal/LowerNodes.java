package io.sluice.link.http.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.ClockFilter;
import io.sluice.session.Micros;
import io.sluice.session.Registry;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.session.SessionRequest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
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
final class LowerNodes implements AutoCloseable {

    /** What became of a request, with the reason for people. */
    record Result(Outcome outcome, String reason) {}

    private record Lower(HttpLink link, ServiceRegistration<Link> registration) {}

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BundleContext context;
    private final HttpNode node;
    private final Registry registry;
    private final Runnable sweep;
    private final Map<String, Lower> lower = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "link-http");
        made.setDaemon(true);
        return made;
    });

    /** @param sweep what else is to be done at each round */
    LowerNodes(BundleContext context, HttpNode node, Duration expiry, Runnable sweep) {
        this.sweep = sweep;
        this.context = context;
        this.node = node;
        this.registry = new Registry(expiry, InstantSource.system());
        Duration round = expiry.dividedBy(4).compareTo(LONGEST_ROUND) < 0 ? expiry.dividedBy(4) : LONGEST_ROUND;
        thread.scheduleWithFixedDelay(this::round, round.toMillis(), round.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param from address the request came from; used as the instance where a node does not tell one */
    synchronized Result take(SessionRequest request, String from) {
        String device = request.device();
        String instance = request.instance().isEmpty() ? from : request.instance();
        return switch (request.kind()) {
            case REGISTER -> register(request, instance, from);
            case KEEPALIVE -> registry.keepAlive(device, instance)
                    ? new Result(Outcome.OK, "")
                    : new Result(Outcome.NOT_REGISTERED, "The node " + device + " is not registered; register first.");
            case SIGN_OFF -> signOff(device, instance);
        };
    }

    boolean isRegistered(String device) {
        return registry.isRegistered(device);
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
        String host = from.contains(":") ? "[" + from + "]" : from;
        Optional<URI> base = request.port() == 0
                ? Optional.empty() : Optional.of(URI.create(request.scheme() + "://" + host + ":" + request.port()));
        HttpLink link = new HttpLink(Direction.LOWER, device, base, base.map(URI::toString).orElse(from),
                node.caller(node.password(device).orElseThrow()), new ClockFilter());
        link.become(device, LinkState.ONLINE);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Link.DEVICE, device);
        properties.put(Link.DIRECTION, Direction.LOWER.name());
        properties.put(Link.BINDING, HttpLink.NAME);
        lower.put(device, new Lower(link, context.registerService(Link.class, link, properties)));
        node.reports().report(subject(device), Health.OK, "link.online",
                "The node " + device + " is registered.", "", Map.of("device", device));
        thread.execute(() -> measure(link));
        return new Result(Outcome.OK, "");
    }

    private Result signOff(String device, String instance) {
        if (!registry.signOff(device, instance)) {
            return new Result(Outcome.NOT_REGISTERED, "The node " + device + " is not registered.");
        }
        remove(device);
        node.reports().gone(subject(device));
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
        sweep.run();
        for (String device : registry.expire()) {
            expired(device);
        }
        HttpLink[] online;
        synchronized (this) {
            online = lower.values().stream()
                    .map(Lower::link)
                    .filter(link -> link.info().state() == LinkState.ONLINE)
                    .toArray(HttpLink[]::new);
        }
        Arrays.stream(online).forEach(this::measure);
    }

    private synchronized void expired(String device) {
        Lower gone = lower.get(device);
        if (gone == null || registry.isRegistered(device)) {
            return;
        }
        gone.link.become(device, LinkState.AWAY);
        node.reports().report(subject(device), Health.DEGRADED, "link.expired",
                "Nothing was heard of the node " + device + " for too long.",
                "Check that it runs and reaches this gateway; it registers anew by itself.", Map.of("device", device));
    }

    /** Compares the clocks where the other node takes requests. */
    private void measure(HttpLink link) {
        link.base().ifPresent(base -> {
            long sent = Micros.now();
            link.caller().send("GET", base.resolve(TimeAnswer.PATH), new byte[0], PATIENCE).thenAccept(answer -> {
                long received = Micros.now();
                TimeAnswer.read(answer).ifPresent(time -> link.clock().add(sent, time.arrived(), time.answered(), received));
            }).exceptionally(unreachable -> null);
        });
    }

    private Optional<String> otherBinding(String device) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(Link.class.getName(),
                    "(&(" + Link.DEVICE + "=" + device + ")(!(" + Link.BINDING + "=" + HttpLink.NAME + ")))");
            return found == null ? Optional.empty() : Optional.of(found[0].getProperty(Link.BINDING).toString());
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Subject subject(String device) {
        return new Subject(Subject.LINK, device);
    }
}
