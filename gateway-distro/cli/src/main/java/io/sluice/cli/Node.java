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
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A node as a scheduler speaks to it: registered while this is open, signed off with it. Used by one thread.
 */
final class Node implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageCodec codec = new MessageCodec();
    private final Carrier carrier;
    private final String own;
    private final String instance;
    private final String device;

    /**
     * @param carrier ended with this
     * @param own id by which this speaks; the node must know it
     * @param instance tells this from others that speak by that id
     * @throws UnavailableException when the node is not there, or does not let this in
     */
    Node(Carrier carrier, String own, String instance) {
        this.carrier = carrier;
        this.own = own;
        this.instance = instance;
        try {
            device = register();
        } catch (SluiceException refused) {
            carrier.close();
            throw refused;
        }
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
                throw carrier.closed("its reply is not as the standard says: " + wrong.getMessage());
            }
        }
        return reply;
    }

    /** @return the reply as it came */
    JsonNode send(Resource resource, byte[] body) {
        Caller.Answer answer = carrier.ask(resource.method(), resource.path(), body);
        try {
            JsonNode reply = JSON.readTree(answer.body());
            if (reply.has("StatusCode")) {
                return reply;
            }
        } catch (IOException noJson) {
            // Told like any other answer that is none.
        }
        throw carrier.closed("it answers " + answer.status() + ", and no message");
    }

    /** Says that this is there still; registers anew where it was forgotten. */
    void keepAlive() {
        if (session(SessionRequest.Kind.KEEPALIVE).outcome() != SessionAnswer.Outcome.OK) {
            register();
        }
    }

    /** Signs off; a node that is gone by then needs no telling. */
    @Override
    public void close() {
        try {
            session(SessionRequest.Kind.SIGN_OFF);
        } catch (SluiceException gone) {
            // It forgets this by itself.
        }
        carrier.close();
    }

    private String register() {
        SessionAnswer answer = session(SessionRequest.Kind.REGISTER);
        if (answer.outcome() != SessionAnswer.Outcome.OK) {
            throw carrier.closed("it does not register " + own + ": " + answer.reason());
        }
        return answer.device();
    }

    private SessionAnswer session(SessionRequest.Kind kind) {
        long sent = TimeUnit.MILLISECONDS.toMicros(Instant.now().toEpochMilli());
        Caller.Answer answer = carrier.ask("POST", kind.path(), new SessionRequest(kind, own, instance, "", 0, sent).write());
        if (answer.status() == 401) {
            throw carrier.closed("it does not know " + own + " by this password");
        }
        if (answer.status() != 200) {
            throw carrier.closed("it answers " + answer.status() + "; does it run the feature cascade?");
        }
        return SessionAnswer.read(answer.body());
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
