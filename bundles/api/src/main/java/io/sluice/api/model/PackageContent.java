package io.sluice.api.model;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/** A package file that is being read. Used by one thread. */
@ProviderType
public interface PackageContent extends AutoCloseable {

    /** Bytes of the whole. */
    long bytes();

    /**
     * Writes a part of it.
     *
     * @param from first byte
     * @param count of bytes
     * @throws IOException when the stream does not take it
     */
    void write(long from, long count, OutputStream out) throws IOException;

    @Override
    void close();
}
