package io.sluice.console.internal;

import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A gateway that answers as the real one does, with one picture in a loop and results that a test can foresee. */
final class FakeGateway implements AutoCloseable {

    final FakeApi api = new FakeApi();
    final FakeLive live = new FakeLive(api);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    FakeGateway() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder console = new ServletHolder(new ConsoleServlet());
        context.addServlet(console, "/");
        context.addServlet(console, "/watch/*");
        context.addServlet(new ServletHolder(new TestModules()), "/test/*");
        ServletHolder rest = new ServletHolder(api);
        rest.setAsyncSupported(true);
        context.addServlet(rest, "/api/*");
        context.addServlet(new ServletHolder(live), "/live/*");
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    @Override
    public void close() throws Exception {
        live.close();
        api.close();
        server.stop();
    }
}
