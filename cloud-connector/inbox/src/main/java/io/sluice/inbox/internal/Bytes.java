package io.sluice.inbox.internal;

import io.sluice.api.message.BinaryPart;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers with the bytes of a part, or a range of them (RFC 9110, 14). */
final class Bytes {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,10})-(\\d{0,10})");

    private Bytes() {}

    static void send(HttpServletRequest request, HttpServletResponse response, BinaryPart part) throws IOException {
        byte[] bytes = new byte[part.length()];
        part.buffer().get(bytes);
        int from = 0;
        int to = bytes.length;
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        if (range.matches() && !range.group().equals("bytes=-")) {
            boolean suffix = range.group(1).isEmpty();
            long first = suffix ? Math.max(0, to - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
            long last = suffix || range.group(2).isEmpty() ? to - 1L : Math.min(to - 1L, Long.parseLong(range.group(2)));
            if (first > last) {
                response.setHeader("Content-Range", "bytes */" + to);
                response.setStatus(416);
                return;
            }
            from = (int) first;
            to = (int) last + 1;
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length);
        }
        response.setContentType(type(bytes));
        response.setHeader("Accept-Ranges", "bytes");
        // What another node sends is no page of this gateway's.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setContentLength(to - from);
        response.getOutputStream().write(bytes, from, to - from);
    }

    /** By what it is, not by what its sender says. */
    static String type(byte[] bytes) {
        if (starts(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return "image/jpeg";
        }
        if (starts(bytes, 0, 0x89, 'P', 'N', 'G')) {
            return "image/png";
        }
        if (starts(bytes, 4, 'f', 't', 'y', 'p')) {
            return "video/mp4";
        }
        boolean webp = bytes.length > 12 && StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(bytes, 8, 4)).toString().equals("WEBP");
        return webp ? "image/webp" : "application/octet-stream";
    }

    private static boolean starts(byte[] bytes, int at, int... expected) {
        for (int index = 0; index < expected.length; index++) {
            if (at + index >= bytes.length || (bytes[at + index] & 0xFF) != expected[index]) {
                return false;
            }
        }
        return true;
    }
}
