package io.sluice.rtsp.message;

/**
 * A response, RFC 2326 section 7.
 *
 * @param status such as 200
 * @param reason for people
 * @param headers without Content-Length when it is to be sent
 * @param body empty when there is none
 */
public record RtspResponse(int status, String reason, Headers headers, String body) implements RtspMessage {

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    @Override
    public String startLine() {
        return "RTSP/1.0 " + status + " " + reason;
    }
}
