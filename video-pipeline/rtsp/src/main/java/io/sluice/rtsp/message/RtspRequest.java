package io.sluice.rtsp.message;

/**
 * A request, RFC 2326 section 6.
 *
 * @param method such as {@code DESCRIBE}
 * @param uri absolute, or {@code *}
 * @param headers without Content-Length when it is to be sent
 * @param body empty when there is none
 */
public record RtspRequest(String method, String uri, Headers headers, String body) implements RtspMessage {

    public static RtspRequest of(String method, String uri, Headers headers) {
        return new RtspRequest(method, uri, headers, "");
    }

    @Override
    public String startLine() {
        return method + " " + uri + " RTSP/1.0";
    }
}
