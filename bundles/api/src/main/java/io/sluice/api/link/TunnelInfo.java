package io.sluice.api.link;

import java.time.Instant;
import java.util.Objects;

/**
 * The way to one other node's page at one moment. Immutable.
 *
 * @param device id of the node at the other end
 * @param page path below which this node offers the other's page; empty where the other one offers this node's
 * @param open whether there is a connection; one is made when somebody asks
 * @param since when it came into this state
 * @param streams carried at present
 * @param opened streams since the tunnel is known
 * @param refused streams that found no room, likewise
 * @param sent bytes of streams towards the other node, likewise
 * @param received bytes of streams from there, likewise
 * @param reason why it is not open, for people; empty while it is
 */
public record TunnelInfo(
        String device, String page, boolean open, Instant since, int streams, long opened, long refused, long sent, long received,
        String reason) {

    public TunnelInfo {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(page, "page");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
    }
}
