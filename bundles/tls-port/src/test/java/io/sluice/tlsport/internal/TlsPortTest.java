package io.sluice.tlsport.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.session.tls.TlsTrouble;
import io.sluice.support.testing.Pki;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The port of TLS with a server of Jetty that takes its connector, as the gateway's does. */
class TlsPortTest {

    @TempDir
    private Path folder;

    private final Server server = new Server();
    private Pki pki;
    private TestFramework framework;
    private Optional<TlsPortComponent> component = Optional.empty();
    private int port;

    @BeforeEach
    void begin() throws Exception {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
        pki = new Pki(folder);
        pki.authority("plant");
        pki.certificate("gateway", "plant", "IP:127.0.0.1");
        pki.certificate("node", "plant");
        framework = new TestFramework(Map.of());
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        });
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void end() throws Exception {
        if (component.isPresent()) {
            component.get().deactivate();
        }
        server.stop();
        if (framework != null) {
            framework.close();
        }
    }

    @Test
    void aClientWithoutACertificateOfTheAuthorityIsNotLetIn() throws Exception {
        open(Map.of("tls_client_required", true));
        try (SSLSocket node = call("node")) {
            assertEquals("HTTP/1.1 204 No Content", ask(node));
        }
        assertEquals("certificate.own.missing", refusal(""));
        pki.expired("late", "plant");
        assertEquals("certificate.own.expired", refusal("late"));
        await("the operator sees who it was", () -> status("https-clients").code().equals("certificate.expired")
                && status("https-clients").message().contains("CN=late"));
    }

    @Test
    void withoutBeingRequiredACertificateMayBeLeftOut() throws Exception {
        open(Map.of());
        try (SSLSocket nobody = call(""); SSLSocket node = call("node")) {
            assertEquals("HTTP/1.1 204 No Content", ask(nobody));
            assertEquals("HTTP/1.1 204 No Content", ask(node));
        }
    }

    @Test
    void whoIsRevokedWhileConnectedIsDisconnectedAndOthersStay() throws Exception {
        open(Map.of("tls_client_required", true, "tls_revoked", new String[] {pki.file("plant.crl")}));
        pki.certificate("other", "plant");
        try (SSLSocket node = call("node"); SSLSocket other = call("other")) {
            assertEquals("HTTP/1.1 204 No Content", ask(node));
            assertEquals("HTTP/1.1 204 No Content", ask(other));
            pki.revoke("node", "plant");
            assertEquals(-1, readToEnd(node));
            assertEquals("HTTP/1.1 204 No Content", ask(other));
            assertEquals("certificate.own.revoked", refusal("node"));
        }
    }

    @Test
    void aPortThatIsTakenIsToldAndTakenOnceItIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(taken.isBound());
            configure(Map.of());
            await("it is told", () -> status("https").code().equals("https.port_taken"));
        }
        connect();
    }

    @Test
    void aConfigurationThatCannotBeMeantIsTold() throws Exception {
        configure(Map.of("tls_key", pki.file("node.key")));
        assertEquals("https.config.wrong", status("https").code());
        assertEquals("tls.key", status("https").details().get("field"));
        component.orElseThrow().deactivate();
        configure(Map.of("tls_client_required", true, "tls_client_authority", ""));
        assertEquals("tls.client.authority", status("https").details().get("field"));
    }

    private void open(Map<String, Object> more) throws Exception {
        configure(more);
        connect();
    }

    private void configure(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of("port", port, "tls_certificate", pki.file("gateway.pem"), "tls_key",
                pki.file("gateway.key"), "tls_client_authority", pki.file("plant.pem")));
        values.putAll(more);
        component = Optional.of(new TlsPortComponent(framework.context(), (TlsPortConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TlsPortConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()))));
    }

    private void connect() throws Exception {
        await("the connector is offered", () -> framework.context().getServiceReference(ConnectorFactory.class) != null);
        ServiceReference<ConnectorFactory> reference = framework.context().getServiceReference(ConnectorFactory.class);
        Connector connector = framework.context().getService(reference).createConnector(server);
        server.addConnector(connector);
        server.start();
        await("it is served", () -> status("https").code().equals("https.ready"));
    }

    private SSLSocket call(String name) throws IOException {
        TlsFiles files = name.isEmpty() ? new TlsFiles(pki.file("plant.pem"), "", "")
                : new TlsFiles(pki.file("plant.pem"), pki.file(name + ".pem"), pki.file(name + ".key"));
        SSLSocket socket = (SSLSocket) PemTls.context(files).getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String refusal(String name) throws InterruptedException {
        AtomicReference<Optional<TlsTrouble>> trouble = new AtomicReference<>(Optional.empty());
        // What is sent meanwhile can cost a client the alert; links try again as well.
        await("it is told why", () -> {
            IOException failed = assertThrows(IOException.class, () -> {
                try (SSLSocket socket = call(name)) {
                    ask(socket);
                }
            });
            trouble.set(TlsTrouble.of(failed));
            return trouble.get().isPresent();
        });
        return trouble.get().orElseThrow().code();
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = socket.getInputStream().read();
            if (one < 0) {
                throw new IOException("no answer");
            }
            head.append((char) one);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static int readToEnd(SSLSocket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException cut) {
            return -1;
        }
    }

    private Status status(String id) {
        return reports().flatMap(source -> source.statuses().stream())
                .filter(one -> one.subject().id().equals(id))
                .findFirst()
                .orElse(new Status(TlsPortComponent.SUBJECT, Health.UNKNOWN, "none.yet", "", "", Map.of(), Instant.EPOCH));
    }

    private Stream<StatusSource> reports() {
        try {
            return framework.context().getServiceReferences(StatusSource.class, null).stream().map(framework.context()::getService);
        } catch (InvalidSyntaxException noFilterGiven) {
            throw new IllegalStateException(noFilterGiven);
        }
    }
}
