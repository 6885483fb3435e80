package io.sluice.support.model;

import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** A model that has no plain file. Its memory belongs to who made this, and lasts as long as the model is being loaded. */
public record MemoryModel(String name, String format, String sha256, ByteBuffer content) implements ModelData {

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public Content open() {
        return new Content() {
            @Override
            public ByteBuffer bytes() {
                return content.asReadOnlyBuffer();
            }

            @Override
            public void close() {
                // The owner wipes and frees it.
            }
        };
    }
}
