package io.sluice.status.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the HTTP server runs without its port, because another process holds it, and lets it try again once the port
 * is free. The server itself tries only once and goes on without.
 */
@Component(name = "io.sluice.status.http", immediate = true, service = {})
public final class HttpPortWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPortWatch.class);
    private static final Subject HTTP = new Subject(Subject.GATEWAY, "http");
    private static final String SERVER = "org.apache.felix.http.jetty";
    private static final long LOOK_EVERY_MS = 1000;
    /** A server that is just starting has no port for a moment. */
    private static final int LOOKS_BEFORE_RETRY = 3;

    private final BundleContext context;
    private final StatusReports reports;
    private final ScheduledExecutorService looker;
    private final String host;
    private final int port;
    private int looksWithoutPort;

    @Activate
    public HttpPortWatch(BundleContext context) {
        this.context = context;
        host = Optional.ofNullable(context.getProperty("org.apache.felix.http.host")).orElse("127.0.0.1");
        port = Integer.parseInt(Optional.ofNullable(context.getProperty("org.osgi.service.http.port")).orElse("8080"));
        reports = new StatusReports(context);
        looker = Executors.newSingleThreadScheduledExecutor(call -> new Thread(call, "sluice-http-port"));
        looker.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        looker.shutdownNow();
        looker.awaitTermination(5, TimeUnit.SECONDS);
        reports.close();
    }

    private void look() {
        try {
            if (listens(context.getServiceReference(HttpServiceRuntime.class))) {
                looksWithoutPort = 0;
                reports.ok(HTTP, "http.ok", "The page and the API are served at " + host + ":" + port + ".");
            } else if (!isFree()) {
                sayTaken();
            } else if (++looksWithoutPort >= LOOKS_BEFORE_RETRY) {
                looksWithoutPort = 0;
                LOG.info("Port {} of {} is free again; the HTTP server takes it", port, host);
                startServerAnew();
            }
        } catch (IOException | BundleException | RuntimeException e) {
            LOG.warn("The HTTP server's port could not be looked after; trying again", e);
        }
    }

    private void sayTaken() {
        boolean known = reports.of(HTTP).filter(status -> status.health() == Health.FAILED).isPresent();
        String message = "Port " + port + " of " + host + " is taken by another process; there is no page and no API.";
        String remedy = "Stop the other process, or start the gateway with another --port; the port is taken over once it is free.";
        reports.report(HTTP, Health.FAILED, "http.port_taken", message, remedy,
                Map.of("host", host, "port", Integer.toString(port)));
        if (!known) {
            LOG.error("{} {} Recording goes on.", message, remedy);
        }
    }

    /** @param server null when it gave up for want of its port */
    private boolean listens(ServiceReference<HttpServiceRuntime> server) {
        if (server == null) {
            return false;
        }
        Object endpoints = server.getProperty(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT);
        Stream<?> all = endpoints instanceof Collection<?> list ? list.stream()
                : endpoints instanceof String[] array ? Arrays.stream(array) : Stream.ofNullable(endpoints);
        return all.anyMatch(endpoint -> endpoint.toString().contains(":" + port));
    }

    private boolean isFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }

    /** As a bundle: what is left within the server of its first attempt stands in the way of a second. */
    private void startServerAnew() throws BundleException {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().startsWith(SERVER)) {
                bundle.stop(Bundle.STOP_TRANSIENT);
                bundle.start(Bundle.START_TRANSIENT);
            }
        }
    }
}
