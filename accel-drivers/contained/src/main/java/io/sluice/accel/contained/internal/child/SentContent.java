package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A model's content as the gateway sent it. It is encrypted where it lies, so it is wiped when closed. */
final class SentContent implements AutoCloseable {

    private final NativeMemory memory;

    private SentContent(NativeMemory memory) {
        this.memory = memory;
    }

    static SentContent receive(Link link, long bytes) throws IOException {
        SentContent content = new SentContent(NativeMemory.allocate(bytes));
        try {
            link.receiveRaw(content.memory.view());
            return content;
        } catch (IOException | RuntimeException failed) {
            content.close();
            throw failed;
        }
    }

    ByteBuffer bytes() {
        return memory.view().clear();
    }

    @Override
    public void close() {
        ByteBuffer content = bytes();
        for (int at = 0; at < content.capacity(); at++) {
            content.put(at, (byte) 0);
        }
        memory.close();
    }
}
