package io.sluice.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A box in memory (ISO/IEC 14496-12 clause 4.2).
 *
 * @param type four characters as a number
 * @param content after the header, a view
 */
record BoxReader(int type, ByteBuffer content) {

    static int type(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }

    /**
     * The next box of a container, which is moved past it; empty at its end.
     *
     * @throws BufferUnderflowException when the box claims more than its container has
     */
    static Optional<BoxReader> next(ByteBuffer container) {
        if (!container.hasRemaining()) {
            return Optional.empty();
        }
        long size = container.getInt() & 0xFFFFFFFFL;
        int type = container.getInt();
        int header = 8;
        if (size == 1) {
            size = container.getLong();
            header = 16;
        }
        if (size < header || size - header > container.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = container.slice(container.position(), (int) (size - header));
        container.position(container.position() + content.remaining());
        return Optional.of(new BoxReader(type, content));
    }

    /** The first box of a type among the content, from its position on; nothing is moved. */
    static Optional<BoxReader> find(ByteBuffer container, String name) {
        ByteBuffer in = container.duplicate();
        int wanted = type(name);
        Optional<BoxReader> box = next(in);
        while (box.isPresent() && box.get().type() != wanted) {
            box = next(in);
        }
        return box;
    }

    /** Follows a path of boxes. */
    static Optional<BoxReader> find(ByteBuffer container, String name, String... deeper) {
        Optional<BoxReader> box = find(container, name);
        for (String child : deeper) {
            box = box.flatMap(parent -> find(parent.content(), child));
        }
        return box;
    }
}
