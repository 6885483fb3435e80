package io.sluice.api.analysis;

import org.osgi.annotation.versioning.ConsumerType;

/** A step at work on the pictures of one camera, in order. Used and closed by one thread; closing frees native memory. */
@ConsumerType
public interface Step extends AutoCloseable {

    /**
     * Works on a picture.
     *
     * @param picture valid until this returns
     */
    Outcome apply(Picture picture);

    @Override
    void close();
}
