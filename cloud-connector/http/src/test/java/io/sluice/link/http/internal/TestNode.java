package io.sluice.link.http.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import jakarta.servlet.Servlet;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** A node with a framework and an HTTP server of its own, and the components of this bundle in it. */
final class TestNode implements AutoCloseable {

    final int port;
    private final TestFramework framework;
    private final NodeComponent component;
    private final Server server = new Server();
    private Optional<UpperComponent> upper = Optional.empty();

    TestNode(Path data, int port, Map<String, Object> config) throws Exception {
        this(data, port, config, Optional.empty());
    }

    /** @param tls by which the server speaks, and asks for the certificates of who calls */
    TestNode(Path data, int port, Map<String, Object> config, Optional<SSLContext> tls) throws Exception {
        this.port = port;
        framework = new TestFramework(Map.of(
                "sluice.data", data.toString(), "org.osgi.service.http.port", Integer.toString(port)));
        component = new NodeComponent(context(), config(NodeConfig.class, config));
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = tls.isEmpty() ? new ServerConnector(server) : new ServerConnector(
                server, new SslConnectionFactory(mutual(tls.get()), "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler("/");
        find(Servlet.class).forEach(servlet -> handler.addServlet(new ServletHolder(servlet), "/System/*"));
        server.setHandler(handler);
        server.start();
    }

    BundleContext context() {
        return framework.context();
    }

    void register(String url, String password, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("url", url);
        values.put("password", password);
        upper = Optional.of(new UpperComponent(
                context(), config(UpperConfig.class, values), find(HttpNode.class).get(0)));
    }

    void signOff() throws InterruptedException {
        if (upper.isPresent()) {
            upper.get().deactivate();
            upper = Optional.empty();
        }
    }

    void answer(Resource resource, String command, RequestHandler handler) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(RequestHandler.RESOURCES, resource.name());
        properties.put(RequestHandler.COMMANDS, new String[] {command});
        context().registerService(RequestHandler.class, handler, properties);
    }

    List<Link> links() {
        return find(Link.class);
    }

    Link link() {
        return links().get(0);
    }

    /** Code of the status of one subject, empty when it has none. */
    String code(String subject) {
        return status(subject).map(Status::code).orElse("");
    }

    Optional<Status> status(String subject) {
        return find(StatusSource.class).stream()
                .flatMap(source -> source.statuses().stream())
                .filter(status -> status.subject().id().equals(subject))
                .findFirst();
    }

    @Override
    public void close() throws Exception {
        signOff();
        server.stop();
        component.deactivate();
        framework.close();
    }

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static SslContextFactory.Server mutual(SSLContext context) {
        // As the port of TLS does.
        SslContextFactory.Server factory = new SslContextFactory.Server() {
            @Override
            public X509Certificate[] getX509CertChain(SSLSession session) {
                try {
                    return Stream.of(session.getPeerCertificates()).map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
                } catch (SSLPeerUnverifiedException nothing) {
                    return null;
                }
            }
        };
        factory.setSslContext(context);
        factory.setNeedClientAuth(true);
        return factory;
    }

    private <T> List<T> find(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream().map(this::get).toList();
        } catch (InvalidSyntaxException noFilterGiven) {
            throw new IllegalStateException(noFilterGiven);
        }
    }

    private <T> T get(ServiceReference<T> reference) {
        return context().getService(reference);
    }

    private static <T> T config(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(TestNode.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
