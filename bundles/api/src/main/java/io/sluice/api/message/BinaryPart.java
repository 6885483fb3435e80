package io.sluice.api.message;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A picture or clip within a message: the bytes that travel as Base64. Immutable. */
public final class BinaryPart {

    private final byte[] content;

    private BinaryPart(byte[] content) {
        this.content = content;
    }

    /** @param content is copied */
    public static BinaryPart copyOf(byte[] content) {
        return new BinaryPart(content.clone());
    }

    /** @param content belongs to the part from now on and must not be changed */
    public static BinaryPart owning(byte[] content) {
        return new BinaryPart(content);
    }

    public int length() {
        return content.length;
    }

    /** Read-only, not a copy. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** From the first byte on, not a copy. */
    public InputStream stream() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryPart part && Arrays.equals(content, part.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "BinaryPart[" + content.length + " bytes]";
    }
}
