package io.sluice.bench.command;

import com.sun.net.httpserver.HttpServer;
import io.sluice.bench.command.CommandBenchmark.Trip;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The peer by HTTP: a POST by the JDK's client, which the JDK's server sends back. */
final class BarePost implements Trip, AutoCloseable {

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

    BarePost() throws IOException {
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @Override
    public boolean go(String task) throws Exception {
        return client.send(HttpRequest.newBuilder(address).version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(Nodes.dispatch(task))).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
