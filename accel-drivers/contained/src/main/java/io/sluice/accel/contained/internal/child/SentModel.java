package io.sluice.accel.contained.internal.child;

import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model that has no plain file. Its content is here only while the driver loads it: a driver that loads it again for several
 * pictures gets it from the gateway anew. Thread-safe.
 */
final class SentModel implements ModelData {

    private final String name;
    private final String format;
    private final String sha256;
    private volatile ByteBuffer content;

    SentModel(String name, String format, String sha256) {
        this.name = name;
        this.format = format;
        this.sha256 = sha256;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    /** Lets the driver do what may load it. @param sent stays the caller's */
    synchronized <T> T with(SentContent sent, Supplier<T> driver) {
        content = sent.bytes();
        try {
            return driver.get();
        } finally {
            content = null;
        }
    }

    @Override
    public Content open() {
        ByteBuffer present = content;
        if (present == null) {
            throw new IllegalStateException("the content of " + name + " is read after it was loaded");
        }
        return new Content() {
            @Override
            public ByteBuffer bytes() {
                return present.asReadOnlyBuffer();
            }

            @Override
            public void close() {
                // The owner wipes and frees it.
            }
        };
    }
}
