package io.sluice.rtsp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads messages from a byte stream. Tolerant of what real servers do: bare line feeds, odd case, folded lines. */
public final class RtspParser {

    /** Longest head taken; a longer one is no RTSP. */
    public static final int LONGEST_HEAD = 16 * 1024;
    /** Longest body taken; session descriptions are a few hundred bytes. */
    public static final int LONGEST_BODY = 128 * 1024;

    private RtspParser() {}

    /**
     * Reads one message at the buffer's position.
     *
     * @return the message, the position then being behind it; empty when it is not complete yet, the position untouched
     * @throws RtspSyntaxException when these bytes can become no message
     */
    public static Optional<RtspMessage> parse(ByteBuffer in) {
        int start = in.position();
        while (start < in.limit() && (in.get(start) == '\r' || in.get(start) == '\n')) {
            start++;
        }
        if (start < in.limit() && !Character.isLetter(in.get(start))) {
            throw new RtspSyntaxException("byte " + (in.get(start) & 0xFF) + " where a message should begin");
        }
        int end = endOfHead(in, start);
        if (end < 0) {
            return Optional.empty();
        }
        List<String> lines = text(in, start, end).lines().toList();
        Headers headers = headers(lines);
        int length = headers.number("Content-Length").orElse(0);
        if (length < 0 || length > LONGEST_BODY) {
            throw new RtspSyntaxException("a body of " + length + " bytes is beyond " + LONGEST_BODY);
        }
        if (in.limit() - end < length) {
            return Optional.empty();
        }
        RtspMessage message = message(lines.get(0), headers, text(in, end, end + length));
        in.position(end + length);
        return Optional.of(message);
    }

    /** Index behind the empty line, or -1. */
    private static int endOfHead(ByteBuffer in, int start) {
        int limit = Math.min(in.limit(), start + LONGEST_HEAD);
        boolean emptyLine = false;
        for (int i = start; i < limit; i++) {
            int value = in.get(i);
            if (value == '\n') {
                if (emptyLine) {
                    return i + 1;
                }
                emptyLine = true;
            } else if (value != '\r') {
                emptyLine = false;
                if (value >= 0 && value < ' ' && value != '\t') {
                    throw new RtspSyntaxException("byte " + value + " within the head of a message");
                }
            }
        }
        if (in.limit() - start >= LONGEST_HEAD) {
            throw new RtspSyntaxException("no message within " + LONGEST_HEAD + " bytes");
        }
        return -1;
    }

    private static Headers headers(List<String> lines) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.isBlank()) {
                continue;
            }
            int last = fields.size() - 1;
            if (Character.isWhitespace(line.charAt(0)) && last >= 0) {
                Map.Entry<String, String> folded = fields.get(last);
                fields.set(last, Map.entry(folded.getKey(), folded.getValue() + " " + line.strip()));
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new RtspSyntaxException("a header line without name: " + shortened(line));
            }
            fields.add(Map.entry(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return new Headers(fields);
    }

    private static RtspMessage message(String startLine, Headers headers, String body) {
        String[] words = startLine.split(" ", 3);
        if (words[0].startsWith("RTSP/") && words.length >= 2) {
            try {
                return new RtspResponse(
                        Integer.parseInt(words[1]), words.length > 2 ? words[2] : "", headers, body);
            } catch (NumberFormatException e) {
                throw new RtspSyntaxException("a response without status: " + shortened(startLine));
            }
        }
        if (words.length == 3 && words[2].startsWith("RTSP/")) {
            return new RtspRequest(words[0], words[1], headers, body);
        }
        throw new RtspSyntaxException("neither request nor response of RTSP: " + shortened(startLine));
    }

    private static String text(ByteBuffer in, int from, int to) {
        byte[] bytes = new byte[to - from];
        in.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String shortened(String line) {
        String plain = line.replaceAll("[^\\x20-\\x7E]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
    }
}
