package io.sluice.algorithm.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * The list of digests that is signed, and by whose own digest a package or folder is known: a line that names the format, then
 * for each file its SHA-256 in hexadecimal, two spaces and its name, sorted by name, as {@code sha256sum} writes it.
 */
public final class Digests {

    private static final String FORMAT = "# sluice algorithm package 1\n";

    private Digests() {}

    /** @param digests of all files but signatures, by name */
    public static byte[] list(SortedMap<String, String> digests) {
        StringBuilder list = new StringBuilder(FORMAT);
        digests.forEach((name, digest) -> list.append(digest).append("  ").append(name).append('\n'));
        return list.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** In lower-case hexadecimal. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    /** Of all that is left in a stream, in lower-case hexadecimal. */
    public static String hex(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
