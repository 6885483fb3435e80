package io.sluice.rtsp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request or a response. */
public sealed interface RtspMessage permits RtspRequest, RtspResponse {

    Headers headers();

    /** The body as text; empty when there is none. */
    String body();

    /** First line, without its end. */
    String startLine();

    /** As it goes over the wire; Content-Length is added where there is a body. */
    default ByteBuffer encode() {
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(startLine()).append("\r\n");
        headers().fields().forEach(field ->
                text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
        if (body.length > 0) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
    }

    default int sequence() {
        return headers().number("CSeq").orElse(-1);
    }
}
