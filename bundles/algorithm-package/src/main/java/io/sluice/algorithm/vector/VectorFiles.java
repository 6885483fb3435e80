package io.sluice.algorithm.vector;

import java.io.IOException;

/** Where the files of test vectors are read from. */
@FunctionalInterface
public interface VectorFiles {

    /** Most bytes of a picture or tensor: what is larger tests nothing better. */
    int MOST_BYTES = 64 << 20;

    /**
     * @param name in the package
     * @return the whole content
     */
    byte[] read(String name) throws IOException;
}
