package io.sluice.runner.kit.source;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether somebody listens at an address. */
final class Reach {

    private static final int CONNECT_MILLIS = 600;
    /** Finding a name's address has no time limit of its own. */
    private static final int ALL_MILLIS = 900;

    private Reach() {}

    /** What stands against it, for people; empty where a connection is taken. */
    static Optional<String> problem(String host, int port) {
        CompletableFuture<Optional<String>> answer = CompletableFuture.supplyAsync(() -> connect(host, port));
        try {
            return answer.get(ALL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return Optional.of("no answer within " + ALL_MILLIS + " ms");
        } catch (ExecutionException error) {
            return Optional.of(String.valueOf(error.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static Optional<String> connect(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException error) {
            return Optional.of(String.valueOf(error.getMessage()));
        }
    }
}
