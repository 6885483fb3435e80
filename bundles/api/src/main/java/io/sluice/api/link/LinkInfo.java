package io.sluice.api.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One link at one moment. Immutable.
 *
 * @param device id of the node at the other end, 20 digits; empty while it is not known yet
 * @param direction where that node stands
 * @param binding what carries the messages: {@code http} or {@code mqtt}
 * @param address of the other end, for people
 * @param since when it came into this state
 * @param latency of a round trip, filtered
 * @param offset the other node's clock minus this one's, filtered
 * @param drift of the other clock against this one, in parts per million; known after some minutes
 * @param waiting requests sent and not answered yet
 */
public record LinkInfo(
        String device,
        Direction direction,
        String binding,
        String address,
        LinkState state,
        Instant since,
        Optional<Duration> latency,
        Optional<Duration> offset,
        OptionalDouble drift,
        int waiting) {

    /** Where the other node stands, seen from here. */
    public enum Direction {
        /** It schedules, and this node executes. */
        UPPER,
        /** It executes for this node. */
        LOWER
    }

    public LinkInfo {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(drift, "drift");
    }
}
