package io.sluice.link.http.internal;

import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.session.ClockFilter;
import io.sluice.session.Floods;
import io.sluice.session.LowerNodes;
import io.sluice.session.PeerLink;
import io.sluice.session.SessionRequest;
import java.net.URI;
import java.util.Optional;

/** What HTTP does for the nodes registered by it: their commands go back to the address they come from. */
final class HttpLowerNodes implements LowerNodes.Carrier {

    private final HttpNode node;
    private final Floods floods;

    HttpLowerNodes(HttpNode node, Floods floods) {
        this.node = node;
        this.floods = floods;
    }

    @Override
    public PeerLink link(SessionRequest request, String from) {
        String host = from.contains(":") ? "[" + from + "]" : from;
        Optional<URI> base = request.port() == 0
                ? Optional.empty() : Optional.of(URI.create(request.scheme() + "://" + host + ":" + request.port()));
        return new HttpLink(Direction.LOWER, request.device(), base, base.map(URI::toString).orElse(from),
                node.caller(request), new ClockFilter());
    }

    @Override
    public void measure(PeerLink link) {
        ((HttpLink) link).measure();
    }

    @Override
    public void round() {
        floods.sweep();
    }
}
