package io.sluice.rtsp.client;

import io.sluice.rtsp.message.Headers;
import io.sluice.rtsp.message.RtspRequest;
import io.sluice.rtsp.message.RtspResponse;
import java.time.Duration;
import java.util.Locale;

/** Tells the server now and then that the session is wanted, RFC 2326 section 12.37. */
final class KeepAlive {

    /** The RFC's default where the server names no timeout. */
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Requests requests;
    private final String url;
    private final Duration interval;
    private boolean parameters;
    private long last = System.nanoTime();

    /**
     * @param sessionHeader such as {@code 1234;timeout=60}
     * @param methods the server's Public header; most servers count GET_PARAMETER, some only OPTIONS
     */
    KeepAlive(Requests requests, String url, String sessionHeader, String methods) {
        this.requests = requests;
        this.url = url;
        parameters = methods.toUpperCase(Locale.ROOT).contains("GET_PARAMETER");
        Duration half = timeout(sessionHeader).dividedBy(2);
        interval = half.compareTo(SHORTEST) < 0 ? SHORTEST : half.compareTo(LONGEST) > 0 ? LONGEST : half;
    }

    void tick(long now) {
        if (now - last >= interval.toNanos()) {
            last = now;
            requests.send(RtspRequest.of(parameters ? "GET_PARAMETER" : "OPTIONS", url, Headers.NONE), this::answered);
        }
    }

    private void answered(RtspResponse response) {
        if (!response.ok()) {
            // Not what this server likes; pictures tell whether the session lives.
            parameters = !parameters;
        }
    }

    static Duration timeout(String sessionHeader) {
        for (String part : sessionHeader.split(";")) {
            String[] pair = part.strip().split("=");
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("timeout")) {
                try {
                    return Duration.ofSeconds(Math.max(1, Integer.parseInt(pair[1].strip())));
                } catch (NumberFormatException e) {
                    return USUAL;
                }
            }
        }
        return USUAL;
    }
}
