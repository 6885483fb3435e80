package io.sluice.tlsport.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.session.tls.TlsRefusals;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port of TLS, handed to the HTTP server as a connector of its own once the port is free. Looks every second whether its
 * files have changed, and lets go of clients that would not be let in any more. All its work is on one thread.
 */
final class TlsPort implements ConnectorFactory, AutoCloseable {

    /** Of clients, for a certificate. */
    enum Asks {
        NOBODY,
        MAY,
        MUST
    }

    private static final Logger LOG = LoggerFactory.getLogger(TlsPort.class);
    private static final long IDLE_MILLIS = 60_000;
    private static final int LOOKS_BEFORE_RETRY = 5;

    private final BundleContext context;
    private final StatusReports reports;
    private final String host;
    private final int port;
    private final Asks asks;
    private final PemTls tls;
    private final TlsRefusals refusals;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "tls-port");
        made.setDaemon(true);
        return made;
    });
    private Optional<ServiceRegistration<ConnectorFactory>> registration = Optional.empty();
    private volatile Optional<ServerConnector> connector = Optional.empty();
    private Object version;
    private int looks;

    /** @throws io.sluice.api.error.InvalidInputException with the file that is wrong */
    TlsPort(BundleContext context, StatusReports reports, String host, int port, TlsFiles files, Asks asks) {
        this.context = context;
        this.reports = reports;
        this.host = host;
        this.port = port;
        this.asks = asks;
        refusals = new TlsRefusals(reports, new Subject(Subject.GATEWAY, "https-clients"), InstantSource.system());
        tls = PemTls.of(files, refusals);
        version = tls.version();
        thread.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public Connector createConnector(Server server) {
        SslContextFactory.Server ssl = new ShownCertificates();
        ssl.setSslContext(tls.context());
        ssl.setNeedClientAuth(asks == Asks.MUST);
        ssl.setWantClientAuth(asks == Asks.MAY);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Nodes are called by addresses as well as by names.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector made = new ServerConnector(
                server, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
        made.setHost(host);
        made.setPort(port);
        made.setIdleTimeout(IDLE_MILLIS);
        connector = Optional.of(made);
        return made;
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(5, TimeUnit.SECONDS);
        registration.ifPresent(ServiceRegistration::unregister);
    }

    private void round() {
        try {
            refusals.sweep();
            if (connector.filter(ServerConnector::isRunning).isPresent()) {
                reports.report(TlsPortComponent.SUBJECT, Health.OK, "https.ready",
                        "The page and the API are served by TLS at " + place() + ".", "", Map.of("place", place()));
                looks = 0;
                review(connector.get());
            } else if (registration.isEmpty()) {
                open();
            } else if (++looks >= LOOKS_BEFORE_RETRY) {
                looks = 0;
                registration.get().unregister();
                registration = Optional.empty();
                connector = Optional.empty();
            }
        } catch (RuntimeException unexpected) {
            LOG.warn("The port of TLS could not be looked after; trying again", unexpected);
        }
    }

    /** The HTTP server only logs that it could not bind, so it is tried before. */
    private void open() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException taken) {
            reports.report(TlsPortComponent.SUBJECT, Health.FAILED, "https.port_taken",
                    "The port of TLS " + place() + " cannot be listened at: " + taken.getMessage(),
                    "End what listens there, or set another port in the configuration " + TlsPortComponent.PID + ".",
                    Map.of("place", place()));
            return;
        }
        registration = Optional.of(context.registerService(ConnectorFactory.class, this, null));
    }

    private void review(ServerConnector open) {
        Object now = tls.version();
        if (asks == Asks.NOBODY || now.equals(version)) {
            return;
        }
        version = now;
        for (EndPoint client : open.getConnectedEndPoints()) {
            if (client.getConnection() instanceof SslConnection secured) {
                shown(secured).flatMap(tls::judge).ifPresent(trouble -> {
                    LOG.warn("A client is disconnected: {}", trouble.message());
                    client.close();
                });
            }
        }
    }

    private static Optional<X509Certificate[]> shown(SslConnection secured) {
        try {
            return Optional.of(Stream.of(secured.getSSLEngine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new));
        } catch (SSLPeerUnverifiedException nothing) {
            return Optional.empty();
        }
    }

    private String place() {
        return host + ":" + port;
    }
}
