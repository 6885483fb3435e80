package io.sluice.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The page's files, read once from the bundle. Thread-safe. */
final class Resources {

    /**
     * One file.
     *
     * @param type for {@code Content-Type}
     * @param tag strong entity tag, quotes included (RFC 9110, section 8.8.3)
     */
    record Resource(byte[] content, String type, String tag) {}

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*[.][a-z]+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Resource> loaded = new ConcurrentHashMap<>();

    /** @param name such as {@code js/main.js} */
    Optional<Resource> find(String name) {
        Resource known = loaded.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Optional<Resource> read = read(name, type);
        read.ifPresent(resource -> loaded.put(name, resource));
        return read;
    }

    private static Optional<Resource> read(String name, String type) {
        try (InputStream in = Resources.class.getResourceAsStream("/watch/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            return Optional.of(new Resource(content, type, tagOf(content)));
        } catch (IOException error) {
            throw new UncheckedIOException("cannot read watch/" + name + " of this bundle", error);
        }
    }

    private static String tagOf(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
