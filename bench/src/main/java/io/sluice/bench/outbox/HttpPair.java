package io.sluice.bench.outbox;

import io.sluice.api.link.Link;
import io.sluice.api.link.LinkState;
import io.sluice.itest.harness.Await;
import io.sluice.link.http.internal.NodeComponent;
import io.sluice.link.http.internal.NodeConfig;
import io.sluice.link.http.internal.UpperComponent;
import io.sluice.link.http.internal.UpperConfig;
import jakarta.servlet.Servlet;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.BundleContext;

/** The product's link by HTTP between two nodes, registered, with Digest, and its servlet in the server that the product has. */
final class HttpPair implements AutoCloseable {

    static final String LOWER = "31010000001320000001";
    static final String UPPER = "31010000002000000001";

    private final Server server = new Server();
    private final NodeComponent upper;
    private final NodeComponent lower;
    private final UpperComponent uplink;
    private final Link link;

    /**
     * @param here framework of the node that sends
     * @param there of the one that receives
     */
    HttpPair(BundleContext here, BundleContext there) throws Exception {
        // Single results would be held back otherwise: the peer knows no such limit.
        upper = new NodeComponent(there, config(NodeConfig.class, Map.of("device_id", UPPER, "devices", new String[] {LOWER + ":secret"},
                "requests_per_second", 1_000_000, "requests_at_once", 1_000_000)));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addServlet(new ServletHolder(there.getService(there.getServiceReference(Servlet.class))), "/System/*");
        server.setHandler(handler);
        server.start();
        lower = new NodeComponent(here, config(NodeConfig.class, Map.of("device_id", LOWER)));
        Object node = here.getService(here.getServiceReference("io.sluice.link.http.internal.HttpNode"));
        // The node's class is the bundle's own.
        uplink = (UpperComponent) UpperComponent.class.getConstructors()[0].newInstance(here, config(UpperConfig.class,
                Map.of("url", "http://127.0.0.1:" + connector.getLocalPort(), "password", "secret", "port", -1)), node);
        link = here.getService(here.getServiceReference(Link.class));
        Await.until("the nodes are linked", Duration.ofSeconds(30), () -> link.info().state() == LinkState.ONLINE);
    }

    Link link() {
        return link;
    }

    private static <T> T config(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    @Override
    public void close() throws Exception {
        uplink.deactivate();
        lower.deactivate();
        server.stop();
        upper.deactivate();
    }
}
