package io.sluice.api.model;

import java.util.Map;
import java.util.Objects;

/**
 * What a request proves itself by.
 *
 * @param method such as {@code GET}
 * @param path as sent, not decoded
 * @param query as sent, without the question mark; empty for none
 * @param headers values by names in small letters
 * @param loopback whether it comes from this machine
 */
public record PeerRequest(String method, String path, String query, Map<String, String> headers, boolean loopback) {

    public PeerRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(query, "query");
        headers = Map.copyOf(headers);
    }
}
