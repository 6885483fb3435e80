package io.sluice.cli;

import io.sluice.api.error.UnavailableException;
import io.sluice.session.http.Caller;
import io.sluice.session.http.DigestClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** By HTTP: an address, an id and a password that the node knows. */
final class HttpCarrier implements Carrier {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 << 20;

    private final URI address;
    private final Duration patience;
    private final Caller caller;

    /** @param tls whom to trust and what to show; empty for what Java has */
    HttpCarrier(URI address, String own, String password, Optional<SSLContext> tls, Duration patience) {
        this.address = address;
        this.patience = patience;
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        tls.ifPresent(client::sslContext);
        caller = new Caller(client.build(), new DigestClient(own, password), LONGEST_ANSWER);
    }

    @Override
    public Caller.Answer ask(String method, String path, byte[] body) {
        try {
            return caller.send(method, address.resolve(path), body, patience).toCompletableFuture()
                    .get(patience.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw closed(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        } catch (TimeoutException silent) {
            throw closed("it does not answer");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw closed("interrupted");
        }
    }

    @Override
    public UnavailableException closed(String reason) {
        return new UnavailableException("node.unreachable", "The node at " + address + ": " + reason + ".",
                "Check the address, the id and the password.", null);
    }

    @Override
    public void close() {
        // The client's connections end with the command.
    }
}
