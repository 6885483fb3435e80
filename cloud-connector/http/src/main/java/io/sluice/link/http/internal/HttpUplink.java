package io.sluice.link.http.internal;

import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.status.Subject;
import io.sluice.session.ClockFilter;
import io.sluice.session.SessionAnswer;
import io.sluice.session.SessionRequest;
import io.sluice.session.Uplink;
import io.sluice.session.Uplink.DistrustException;
import io.sluice.session.Uplink.RefusedException;
import io.sluice.session.UplinkStatus;
import io.sluice.session.http.Caller;
import io.sluice.session.tls.TlsTrouble;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The registration of this node with one upper node, asked for by HTTP and told as a status. */
final class HttpUplink implements AutoCloseable, Uplink.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpNode node;
    private final URI base;
    private final String password;
    private final UplinkStatus status;
    private final HttpLink link;
    private final Caller caller;
    private final Uplink uplink;
    private String believed = "";

    HttpUplink(
            HttpNode node, Caller caller, URI base, String password, Uplink.Settings settings, Subject subject) {
        this.node = node;
        this.base = base;
        this.password = password;
        this.caller = caller;
        ClockFilter clock = new ClockFilter();
        link = new HttpLink(Direction.UPPER, "", Optional.of(base), base.toString(), caller, clock);
        status = new UplinkStatus(node.reports(), subject, base.getAuthority(), link);
        uplink = new Uplink(base.getAuthority(), settings, clock, this::ask, this);
    }

    HttpLink link() {
        return link;
    }

    @Override
    public void close() throws InterruptedException {
        uplink.close();
        node.forget(believed);
    }

    private SessionAnswer ask(SessionRequest request) throws IOException, RefusedException, InterruptedException {
        Caller.Answer answer;
        try {
            answer = caller.send("POST", base.resolve(request.kind().path()), request.write(), PATIENCE)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            Optional<TlsTrouble> trouble = TlsTrouble.of(cause);
            if (trouble.isPresent()) {
                throw new DistrustException(trouble.get(), cause);
            }
            throw new IOException(cause.getMessage() == null ? "no connection" : cause.getMessage(), cause);
        }
        if (answer.status() == 401 || answer.status() == 403 || answer.status() == 429) {
            throw new RefusedException(Reasons.of(answer));
        }
        if (answer.status() != 200) {
            throw new IOException(Reasons.of(answer));
        }
        return SessionAnswer.read(answer.body());
    }

    @Override
    public void changed(LinkState state, String upper, String reason) {
        if (state == LinkState.ONLINE && !believed.equals(upper)) {
            node.forget(believed);
            believed = upper;
            node.believe(upper, password);
        }
        status.changed(state, upper, reason);
    }

    @Override
    public void distrusted(String upper, TlsTrouble trouble) {
        status.distrusted(upper, trouble);
    }
}
