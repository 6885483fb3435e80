package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Content of a model that has no plain file: it passes through the socket, from memory to memory. */
final class PlainContent {

    private PlainContent() {}

    /** Ends the request with the content's length, and sends both. */
    static void send(Link link, ByteBuffer request, ModelData model) throws IOException {
        try (ModelData.Content content = model.open()) {
            ByteBuffer bytes = content.bytes().duplicate();
            request.putLong(bytes.remaining());
            link.send();
            link.sendRaw(bytes);
        }
    }
}
