package io.sluice.api.model;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** The content of a model file, wherever it lies: a plain file, or one that is decrypted in memory only. Thread-safe. */
@ConsumerType
public interface ModelData {

    /** For messages: the file's name. */
    String name();

    /** {@code onnx}, {@code rknn}, {@code om}, {@code engine}, ... */
    String format();

    /** SHA-256 of the plain content, in lower-case hexadecimal. */
    String sha256();

    /** A file with the plain content, where there is one; a driver that can may read it itself. */
    Optional<Path> file();

    /**
     * Maps or decrypts the content.
     *
     * @throws io.sluice.api.error.RejectedException when it is missing, unreadable, changed, or its key is lost
     */
    Content open();

    /** Plain content in memory. */
    interface Content extends AutoCloseable {

        /** Direct and read-only; valid until {@link #close()}. */
        ByteBuffer bytes();

        /** Frees the memory, and wipes it where the content was encrypted. Idempotent. */
        @Override
        void close();
    }
}
