package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.MessageException;
import io.sluice.session.SessionAnswer;
import io.sluice.session.SessionRequest;
import io.sluice.session.http.Caller;
import io.sluice.session.http.DigestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node as a scheduler speaks to it by HTTP: registered while this is open, signed off with it. Used by one thread.
 */
final class Node implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageCodec codec = new MessageCodec();
    private final Caller caller;
    private final URI address;
    private final String own;
    private final Duration patience;
    private final String instance = UUID.randomUUID().toString();
    private final String device;

    /**
     * @param own id by which this speaks; the node must know it
     * @throws UnavailableException when the node is not there, or does not let this in
     */
    Node(URI address, String own, String password, Duration patience) {
        this.address = address;
        this.own = own;
        this.patience = patience;
        caller = new Caller(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build(),
                new DigestClient(own, password), LONGEST_ANSWER);
        SessionAnswer answer = session(SessionRequest.Kind.REGISTER);
        if (answer.outcome() != SessionAnswer.Outcome.OK) {
            throw closed("it does not register " + own + ": " + answer.reason());
        }
        device = answer.device();
    }

    /** The node's own id. */
    String device() {
        return device;
    }

    /** @return the reply as it came, found to be in the form of the command's table unless it refuses */
    JsonNode send(Command command) {
        JsonNode reply = send(Resource.COMMAND, codec.encode(command));
        if (reply.path("StatusCode").asText().equals("0")) {
            try {
                codec.decodeReply(command, bytes(reply));
            } catch (MessageException wrong) {
                throw closed("its reply is not as the standard says: " + wrong.getMessage());
            }
        }
        return reply;
    }

    /** @return the reply as it came */
    JsonNode send(Resource resource, byte[] body) {
        Caller.Answer answer = call(resource.method(), resource.path(), body);
        try {
            JsonNode reply = JSON.readTree(answer.body());
            if (reply.has("StatusCode")) {
                return reply;
            }
        } catch (IOException noJson) {
            // Told like any other answer that is none.
        }
        throw closed("it answers " + answer.status() + ", and no message");
    }

    /** Signs off; a node that is gone by then needs no telling. */
    @Override
    public void close() {
        try {
            session(SessionRequest.Kind.SIGN_OFF);
        } catch (SluiceException gone) {
            // It forgets this by itself.
        }
    }

    private SessionAnswer session(SessionRequest.Kind kind) {
        long sent = TimeUnit.MILLISECONDS.toMicros(Instant.now().toEpochMilli());
        Caller.Answer answer = call("POST", kind.path(), new SessionRequest(kind, own, instance, "", 0, sent).write());
        if (answer.status() == 401) {
            throw closed("it does not know " + own + " by this password");
        }
        if (answer.status() != 200) {
            throw closed("it answers " + answer.status() + "; does it run the feature cascade?");
        }
        return SessionAnswer.read(answer.body());
    }

    private Caller.Answer call(String method, String path, byte[] body) {
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

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private UnavailableException closed(String reason) {
        return new UnavailableException("node.unreachable", "The node at " + address + ": " + reason + ".",
                "Check the address, the id and the password.", null);
    }
}
