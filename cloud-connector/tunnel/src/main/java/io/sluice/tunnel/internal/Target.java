package io.sluice.tunnel.internal;

import io.sluice.api.error.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request below {@code /nodes} is for.
 *
 * @param device id of the node
 * @param path there with its query, as it was written; empty where the slash after the id is missing
 */
record Target(String device, String path) {

    private static final Pattern FORM = Pattern.compile("/nodes/([0-9]{20})(/.*)?");

    /** Empty where the path names no node. */
    static Optional<Target> of(HttpServletRequest request) {
        Matcher parts = FORM.matcher(request.getRequestURI().substring(request.getContextPath().length()));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String path = Optional.ofNullable(parts.group(2)).orElse("");
        String query = request.getQueryString();
        return Optional.of(new Target(parts.group(1), path.isEmpty() || query == null ? path : path + "?" + query));
    }

    /** Where it leads on this side of the tunnel. */
    URI uri(String scheme, int port) {
        try {
            return URI.create(scheme + "://127.0.0.1:" + port + path);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidInputException("http.path", "", "The address holds characters that must be escaped.", "Escape them.");
        }
    }
}
