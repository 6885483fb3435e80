package io.sluice.rtsp.client;

import io.sluice.rtsp.auth.ClientAuth;
import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.message.Headers;
import io.sluice.rtsp.message.RtspRequest;
import io.sluice.rtsp.message.RtspResponse;
import java.util.Optional;
import java.util.function.Consumer;

/** The requests of one connection, one at a time: numbers them, signs them, and sends them again when challenged. */
final class Requests {

    /** What a session does about answers that lead nowhere. */
    interface Failure {
        void refused(SessionFault fault);
    }

    private record Pending(int sequence, RtspRequest request, boolean signed, Consumer<RtspResponse> then) {}

    private final Consumer<RtspRequest> wire;
    private final Failure failure;
    private final String userAgent;
    private final ClientAuth auth;
    private Optional<Pending> pending = Optional.empty();
    private long sentNanos;
    private String session = "";
    private int sequence;

    Requests(Consumer<RtspRequest> wire, Failure failure, String userAgent, Optional<Credentials> credentials) {
        this.wire = wire;
        this.failure = failure;
        this.userAgent = userAgent;
        auth = new ClientAuth(credentials);
    }

    /** Sends a request; an answer to an earlier one is not waited for any more. */
    void send(RtspRequest request, Consumer<RtspResponse> then) {
        Headers headers = Headers.of("CSeq", Integer.toString(++sequence), "User-Agent", userAgent);
        for (var field : request.headers().fields()) {
            headers = headers.with(field.getKey(), field.getValue());
        }
        if (!session.isEmpty()) {
            headers = headers.with("Session", session);
        }
        Optional<String> signature = auth.header(request.method(), request.uri());
        if (signature.isPresent()) {
            headers = headers.with("Authorization", signature.get());
        }
        pending = Optional.of(new Pending(sequence, request, signature.isPresent(), then));
        sentNanos = System.nanoTime();
        wire.accept(new RtspRequest(request.method(), request.uri(), headers, request.body()));
    }

    /** From now on each request carries this session id. */
    void session(String id) {
        session = id;
    }

    /** The method not answered yet. */
    Optional<String> waitingFor() {
        return pending.map(waiting -> waiting.request().method());
    }

    /** Since when, by {@link System#nanoTime()}. */
    long sentNanos() {
        return sentNanos;
    }

    void answered(RtspResponse response) {
        Optional<Pending> waiting = pending;
        // Some servers forget the number; with one request at a time the answer is clear nevertheless.
        if (waiting.isEmpty() || response.sequence() >= 0 && response.sequence() != waiting.get().sequence()) {
            return;
        }
        pending = Optional.empty();
        Pending asked = waiting.get();
        if (response.status() != 401) {
            if (asked.signed()) {
                auth.accepted();
            }
            asked.then().accept(response);
            return;
        }
        switch (auth.challenged(response.headers().all("WWW-Authenticate"), asked.signed())) {
            case TRY -> send(asked.request(), asked.then());
            case REFUSED -> failure.refused(new SessionFault(
                    SessionFault.Kind.UNAUTHORIZED, "the camera refuses the user or password"));
            case NO_CREDENTIALS -> failure.refused(new SessionFault(
                    SessionFault.Kind.CREDENTIALS_MISSING, "the camera wants a user and password"));
            case UNKNOWN_SCHEME -> failure.refused(new SessionFault(
                    SessionFault.Kind.REFUSED,
                    "the camera wants an unknown way to log in: " + response.headers().all("WWW-Authenticate")));
        }
    }
}
