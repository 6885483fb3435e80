package io.sluice.rest.internal;

import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.service.component.annotations.Component;

/**
 * Lets requests that Jetty refuses by itself, such as those with a malformed address, be answered by a problem too. No
 * servlet, filter or error page ever sees them, and the HTTP service hands its server out only to who adds a connector;
 * so this adds one that is connected to nothing, and while it is started its error handler is the server's.
 */
@Component
public final class ServerErrors implements ConnectorFactory {

    @Override
    public Connector createConnector(Server server) {
        return new Hook(server);
    }

    /** Of the one type that the HTTP service takes at its own start; never opened. */
    private static final class Hook extends ServerConnector {

        private final Server server;
        private Request.Handler before;

        Hook(Server server) {
            super(server);
            this.server = server;
        }

        @Override
        protected void doStart() {
            before = server.getErrorHandler();
            server.setErrorHandler(new ProblemErrorHandler());
        }

        @Override
        protected void doStop() {
            if (server.getErrorHandler() instanceof ProblemErrorHandler) {
                server.setErrorHandler(before);
            }
        }
    }
}
