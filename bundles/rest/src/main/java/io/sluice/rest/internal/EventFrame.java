package io.sluice.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.result.StoredResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Events as bytes on the wire (WHATWG HTML, 9.2.5), made once for all clients. */
final class EventFrame {

    static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    /** First on each stream: how soon to come back, in milliseconds. */
    static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private EventFrame() {}

    static byte[] of(String event, RestServlet.Body data) {
        return frame("event: " + event + "\ndata: ", data);
    }

    static byte[] of(StoredResult result) {
        return frame("id: " + result.id() + "\nevent: result\ndata: ", json -> ResultJson.write(result, json));
    }

    private static byte[] frame(String head, RestServlet.Body data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(bytes)) {
            data.writeTo(json);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        bytes.write('\n');
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
