package io.sluice.results.internal;

import io.sluice.api.result.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Embeddings as they are kept: 4 bytes a value, the lowest first. */
final class Vectors {

    /** A longer one is not kept; those in use have 128 to 1024 values. */
    static final int MOST_VALUES = 2048;

    private Vectors() {}

    /** Empty for one that is not kept. */
    static Optional<byte[]> bytes(Embedding embedding) {
        float[] values = embedding.values();
        if (values.length == 0 || values.length > MOST_VALUES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Optional.of(bytes.array());
    }

    static Embedding embedding(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Embedding(values);
    }
}
