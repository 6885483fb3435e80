package io.sluice.rtsp.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Address of a stream. Not read by {@link java.net.URI}, since what cameras take as path, and people as password, often
 * breaks the syntax of URIs.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 * @param path with query, begins with a slash or is empty
 * @param user from the address, percent-decoded
 * @param password from the address, percent-decoded
 */
public record RtspUrl(String host, int port, String path, Optional<String> user, Optional<String> password) {

    /** RFC 2326 section 3.2. */
    public static final int DEFAULT_PORT = 554;

    private static final String SCHEME = "rtsp://";

    /** @throws IllegalArgumentException saying what is wrong */
    public static RtspUrl parse(String text) {
        String url = text.strip();
        if (!url.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new IllegalArgumentException("must begin with rtsp://, such as rtsp://192.168.1.20/stream1");
        }
        if (url.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("must not contain blanks or control characters");
        }
        String rest = url.substring(SCHEME.length());
        // A password may well contain an @ that nobody encoded, so the last one before the path decides.
        int slash = rest.indexOf('/');
        int at = slash < 0 ? rest.lastIndexOf('@') : rest.lastIndexOf('@', slash);
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        if (at >= 0) {
            String login = rest.substring(0, at);
            int colon = login.indexOf(':');
            user = Optional.of(decode(colon < 0 ? login : login.substring(0, colon)));
            password = colon < 0 ? Optional.empty() : Optional.of(decode(login.substring(colon + 1)));
            rest = rest.substring(at + 1);
            slash = rest.indexOf('/');
        }
        int query = rest.indexOf('?');
        int end = slash < 0 || query >= 0 && query < slash ? query : slash;
        String authority = end < 0 ? rest : rest.substring(0, end);
        String path = end < 0 ? "" : rest.substring(end);
        return withAuthority(authority, path.startsWith("?") ? "/" + path : path, user, password);
    }

    private static RtspUrl withAuthority(
            String authority, String path, Optional<String> user, Optional<String> password) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("names no host");
        }
        int port = DEFAULT_PORT;
        if (colon >= 0) {
            try {
                port = Integer.parseInt(authority.substring(colon + 1));
            } catch (NumberFormatException e) {
                port = -1;
            }
            if (port < 1 || port > 65535) {
                // Not quoted: behind the colon may stand a part of a password.
                throw new IllegalArgumentException("has a port that is no number from 1 to 65535; within a user or"
                        + " password, a slash must be written as %2F");
            }
        }
        return new RtspUrl(host, port, path, user, password);
    }

    /** The address as requests name it: without user and password. */
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return SCHEME + name + (port == DEFAULT_PORT ? "" : ":" + port) + path;
    }

    private static String decode(String text) {
        try {
            // URLDecoder takes + for a blank, which a password may well contain.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
