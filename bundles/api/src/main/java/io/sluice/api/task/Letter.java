package io.sluice.api.task;

import io.sluice.api.link.Resource;
import java.time.Instant;
import java.util.Objects;

/**
 * A message that must reach its destination once.
 *
 * @param destination id of a node, or an address that is posted to
 * @param resource what it is sent to
 * @param key names the message for its destination: a second one of that key is not sent
 * @param at when it was made
 * @param body JSON in UTF-8; not to be changed any more
 */
public record Letter(String destination, Resource resource, String key, Instant at, byte[] body) {

    public Letter {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(body, "body");
    }
}
