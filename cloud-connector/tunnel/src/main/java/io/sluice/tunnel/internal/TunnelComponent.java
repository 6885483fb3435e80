package io.sluice.tunnel.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.link.TunnelInfo;
import io.sluice.api.link.Tunnels;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.DeviceIds;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.support.status.StatusReports;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
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

/** The tunnels of this node, with those above and those below. Does nothing before it is configured. Thread-safe. */
@Component(
        name = TunnelComponent.PID,
        service = {RequestHandler.class, Tunnels.class, TunnelComponent.class},
        immediate = true,
        property = {
            RequestHandler.RESOURCES + "=COMMAND",
            RequestHandler.COMMANDS + "=" + OpenMessage.TYPE
        })
@Designate(ocd = TunnelConfig.class)
public final class TunnelComponent implements RequestHandler, Tunnels {

    static final String PID = "io.sluice.tunnel";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int WATCH_SECONDS = 5;
    /** Requests to lower nodes at a time; each has a thread. */
    private static final int MOST_REQUESTS = 128;

    private final StatusReports reports;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final Ways ways = new Ways();
    private final Semaphore requests = new Semaphore(MOST_REQUESTS);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> thread(task, "tunnel"));
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "tunnel-watch"));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
    private final HttpProxy proxy = new HttpProxy(client);
    private final Doors doors;
    private final Dialer dialer;

    @Activate
    public TunnelComponent(BundleContext context, TunnelConfig config) {
        reports = new StatusReports(context);
        doors = new Doors(Set.of(config.lower()), links, threads, ways);
        dialer = new Dialer(checked(config), port(context, config), dialling(config), threads, ways);
        watching.scheduleWithFixedDelay(() -> ways.watch(Duration.ofSeconds(config.silence_seconds()),
                Duration.ofSeconds(config.idle_seconds())), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        watching.shutdownNow();
        doors.close();
        ways.close();
        threads.shutdownNow();
        reports.close();
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
        dialer.dial(device, OpenMessage.read(body));
        return OpenMessage.done();
    }

    @Override
    public List<TunnelInfo> tunnels() {
        // A page that nobody has asked for yet is offered all the same.
        links.stream().map(Link::info)
                .filter(info -> info.direction() == LinkInfo.Direction.LOWER && doors.offers(info.device()))
                .forEach(info -> ways.of(info.device(), Doors.page(info.device())));
        return ways.tunnels();
    }

    Doors doors() {
        return doors;
    }

    HttpProxy proxy() {
        return proxy;
    }

    HttpClient client() {
        return client;
    }

    /** Has a thread do it; false where there is none free. */
    boolean carry(Runnable work) {
        if (!requests.tryAcquire()) {
            return false;
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    requests.release();
                }
            });
            return true;
        } catch (RejectedExecutionException ending) {
            requests.release();
            return false;
        }
    }

    private Map<String, URI> checked(TunnelConfig config) {
        try {
            return uppers(config.upper());
        } catch (InvalidInputException wrong) {
            report(wrong);
            return Map.of();
        }
    }

    private HttpClient dialling(TunnelConfig config) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        TlsFiles files = new TlsFiles(config.tls_authority(), config.tls_certificate(), config.tls_key());
        if (files.isGiven()) {
            try {
                builder.sslContext(PemTls.context(files));
            } catch (InvalidInputException wrong) {
                report(wrong);
            }
        }
        return builder.build();
    }

    private void report(InvalidInputException wrong) {
        reports.report(new Subject(Subject.LINK, "tunnel"), Health.FAILED, "link.config.wrong", wrong.getMessage(),
                "Correct '" + wrong.field() + "' in the configuration " + PID + ".", Map.of("field", wrong.field(), "pid", PID));
    }

    private static int port(BundleContext context, TunnelConfig config) {
        return config.port() > 0 ? config.port() : Integer.parseInt(
                Optional.ofNullable(context.getProperty("org.osgi.service.http.port")).orElse("8080"));
    }

    private static Map<String, URI> uppers(String[] lines) {
        Map<String, URI> uppers = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String device = DeviceIds.check(colon < 0 ? line : line.substring(0, colon), "upper");
            uppers.put(device, address(device, colon < 0 ? "" : line.substring(colon + 1)));
        }
        return Map.copyOf(uppers);
    }

    /** The scheme of WebSocket for that of HTTP. */
    private static URI address(String device, String url) {
        try {
            URI base = URI.create(url);
            if (("http".equals(base.getScheme()) || "https".equals(base.getScheme())) && base.getHost() != null) {
                return URI.create("ws" + url.substring("http".length())).resolve("/");
            }
        } catch (IllegalArgumentException unreadable) {
            // Told below, together with addresses of other kinds.
        }
        throw new InvalidInputException("link.config.wrong", "upper",
                "'upper' must name the address of the node " + device + ", as id:http://192.0.2.1:8080.", "Correct it.");
    }

    private static Thread thread(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }
}
