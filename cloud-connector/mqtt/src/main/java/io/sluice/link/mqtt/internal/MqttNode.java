package io.sluice.link.mqtt.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.Resource;
import io.sluice.api.status.Subject;
import io.sluice.session.ClockFilter;
import io.sluice.session.FloodGate.Verdict;
import io.sluice.session.Floods;
import io.sluice.session.LowerNodes;
import io.sluice.session.Micros;
import io.sluice.session.PeerLink;
import io.sluice.session.Replies;
import io.sluice.session.Requests;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.session.SessionAnswer;
import io.sluice.session.SessionRequest;
import io.sluice.session.Uplink.DistrustException;
import io.sluice.session.Uplink;
import io.sluice.session.UplinkStatus;
import io.sluice.session.mqtt.Topics;
import io.sluice.session.tls.TlsTrouble;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node at one broker: its registrations above, those of others here, and what they ask. Thread-safe. */
final class MqttNode implements AutoCloseable, Exchange.Taker, Channel.Listener, LowerNodes.Carrier {

    private static final Logger LOG = LoggerFactory.getLogger(MqttNode.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LANES = 4;
    private static final int QUEUED = 256;

    private static final String TOO_MANY = "More requests than this node takes; ask less.";

    private final MqttSettings settings;
    private final Floods floods;
    private final Requests requests;
    private final Exchange exchange;
    private final Channel channel;
    private final LowerNodes lower;
    /** One for registrations, which must not wait for anything, and some for all the rest. */
    private final ExecutorService[] lanes = new ExecutorService[1 + LANES];
    private final Set<String> present = ConcurrentHashMap.newKeySet();
    private final Map<String, Uplink> uplinks = new HashMap<>();
    private final Map<String, ServiceRegistration<Link>> registrations = new HashMap<>();

    MqttNode(BundleContext context, MqttSettings settings, StatusReports reports, Requests requests) {
        this.settings = settings;
        this.floods = new Floods(settings.gate(), reports);
        this.requests = requests;
        Arrays.setAll(lanes, lane -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUED),
                task -> {
                    Thread made = new Thread(task, "link-mqtt-" + lane);
                    made.setDaemon(true);
                    return made;
                }));
        lower = new LowerNodes(context, reports, MqttLink.NAME, settings.expiry(), this);
        exchange = new Exchange(settings.device(), settings.instance(), settings.longest(), settings.keys(), this);
        channel = new Channel(settings.channel(), this);
        for (String upper : settings.upper()) {
            PeerLink link = link(Direction.UPPER, upper);
            Subject subject = new Subject(Subject.LINK, upper);
            SessionRequest template =
                    new SessionRequest(SessionRequest.Kind.REGISTER, settings.device(), settings.instance(), "", 0, 0);
            uplinks.put(upper, new Uplink(upper, new Uplink.Settings(template, settings.keepalive(), settings.expiry()),
                    link.clock(), request -> ask(upper, request),
                    new UplinkStatus(reports, subject, upper, link)));
            registrations.put(upper, context.registerService(Link.class, link, link.properties()));
        }
        channel.start();
    }

    @Override
    public void close() throws InterruptedException {
        registrations.values().forEach(ServiceRegistration::unregister);
        for (Uplink uplink : uplinks.values()) {
            uplink.close();
        }
        lower.close();
        channel.close();
        Arrays.stream(lanes).forEach(ExecutorService::shutdownNow);
    }

    @Override
    public void connected() {
        uplinks.values().forEach(Uplink::hurry);
    }

    @Override
    public void arrived(String topic, MqttMessage message) {
        exchange.arrived(topic, message);
    }

    @Override
    public void presence(String device, boolean there) {
        if (device.equals(settings.device())) {
            if (!there && isShared()) {
                channel.tellAgain();
            }
        } else if (!there) {
            present.remove(device);
            lower.away(device);
        } else if (present.add(device) && uplinks.containsKey(device)) {
            uplinks.get(device).hurry();
        }
    }

    @Override
    public void take(Exchange.Request request) {
        long arrived = Micros.now();
        String from = request.topic().from();
        Verdict verdict = floods.ask(from);
        if (verdict != Verdict.PASS) {
            // Whoever is shut out gets no answer either: it would only cost more.
            if (verdict == Verdict.LIMITED) {
                send(request, Replies.later(TOO_MANY));
            }
            return;
        }
        try {
            // What one node sends is answered one after another, as it arrived; several nodes do not wait for each other.
            lanes[kind(request).isPresent() ? 0 : 1 + Math.floorMod(from.hashCode(), LANES)].execute(() -> answer(request, arrived));
        } catch (RejectedExecutionException full) {
            send(request, Replies.later(TOO_MANY));
        }
    }

    @Override
    public PeerLink link(SessionRequest request, String from) {
        return link(Direction.LOWER, request.device());
    }

    @Override
    public void measure(PeerLink link) {
        long sent = Micros.now();
        exchange.ask(channel, link.info().device(), Topics.path(SessionRequest.Kind.KEEPALIVE.path()),
                        new SessionRequest(SessionRequest.Kind.KEEPALIVE, settings.device(), settings.instance(), "", 0, sent)
                                .write(), PATIENCE)
                .thenAccept(body -> {
                    long received = Micros.now();
                    SessionAnswer answer = SessionAnswer.read(body);
                    link.clock().add(sent, answer.arrived(), answer.answered(), received);
                })
                .exceptionally(unanswered -> null);
    }

    @Override
    public void round() {
        floods.sweep();
    }

    private PeerLink link(Direction direction, String device) {
        return new MqttLink(direction, device, String.join(" ", settings.channel().brokers()), exchange, channel, new ClockFilter());
    }

    private SessionAnswer ask(String upper, SessionRequest request) throws IOException, InterruptedException {
        if (!channel.isConnected()) {
            Optional<TlsTrouble> trouble = channel.trouble();
            if (trouble.isPresent()) {
                throw new DistrustException(trouble.get(), null);
            }
            throw new IOException("the broker cannot be reached: " + channel.reason());
        }
        if (!present.contains(upper)) {
            // A broker forgets what nobody listens to: the answer would be waited for in vain.
            throw new IOException("it is not connected to the broker");
        }
        try {
            return SessionAnswer.read(
                    exchange.ask(channel, upper, Topics.path(request.kind().path()), request.write(), PATIENCE).get());
        } catch (ExecutionException failed) {
            String cause = failed.getCause().getMessage();
            throw new IOException(cause == null ? "no answer within " + PATIENCE.toSeconds() + " s; it is away, or has another key" : cause, failed);
        }
    }

    private void answer(Exchange.Request request, long arrived) {
        String path = request.topic().path();
        String from = request.topic().from();
        Optional<SessionRequest.Kind> kind = kind(request);
        if (kind.isPresent()) {
            send(request, session(kind.get(), from, request.body(), arrived).write("/" + path));
            return;
        }
        // Of nodes that share an id, one may be asked before it heard of the registration that another answered.
        boolean known = lower.isRegistered(from) || isShared() && settings.lower().contains(from);
        if (!known && !settings.upper().contains(from)) {
            send(request, Replies.later("The node " + from + " is not registered; register first."));
            return;
        }
        Optional<Resource> resource =
                Arrays.stream(Resource.values()).filter(one -> Topics.path(one.path()).equals(path)).findFirst();
        send(request, resource.isPresent()
                ? requests.answer(from, resource.get(), request.body()).body()
                : Replies.failure("There is no such interface."));
    }

    private static Optional<SessionRequest.Kind> kind(Exchange.Request request) {
        return Arrays.stream(SessionRequest.Kind.values())
                .filter(one -> Topics.path(one.path()).equals(request.topic().path()))
                .findFirst();
    }

    private SessionAnswer session(SessionRequest.Kind kind, String from, byte[] body, long arrived) {
        Outcome outcome;
        String reason = "";
        try {
            SessionRequest asked = SessionRequest.read(kind, body);
            if (!asked.device().equals(from)) {
                outcome = Outcome.WRONG;
                reason = "The device id " + asked.device() + " is not that of who asks.";
            } else if (settings.upper().contains(from) && kind == SessionRequest.Kind.KEEPALIVE) {
                // An upper node that compares the clocks.
                outcome = Outcome.OK;
            } else if (!settings.lower().contains(from)) {
                outcome = Outcome.WRONG;
                reason = "The node " + from + " may not register here.";
            } else {
                LowerNodes.Result result = lower.take(joining(asked), from);
                outcome = result.outcome();
                reason = result.reason();
            }
        } catch (InvalidInputException wrong) {
            outcome = Outcome.WRONG;
            reason = wrong.getMessage();
        }
        return new SessionAnswer(outcome, reason, settings.device(), arrived, Micros.now());
    }

    /** Whoever keeps alive with nodes that share an id is registered with one that began later as well. */
    private SessionRequest joining(SessionRequest asked) {
        boolean joins = isShared() && asked.kind() == SessionRequest.Kind.KEEPALIVE && !lower.isRegistered(asked.device());
        return joins ? new SessionRequest(SessionRequest.Kind.REGISTER, asked.device(), asked.instance(), asked.scheme(),
                asked.port(), asked.sent()) : asked;
    }

    private boolean isShared() {
        return !settings.channel().group().isEmpty();
    }

    private void send(Exchange.Request request, byte[] body) {
        try {
            exchange.answer(channel, request, body);
        } catch (IOException down) {
            LOG.debug("An answer for {} was lost: {}", request.topic().from(), down.getMessage());
        }
    }
}
