package io.sluice.algorithm;

import java.io.IOException;

/** Gives the small text files that a manifest names, such as lists of labels. */
@FunctionalInterface
public interface TextSource {

    /**
     * @param name path within the package or folder, free of {@code ..}
     * @param mostBytes a larger file is refused
     * @throws io.sluice.api.error.SluiceException when there is no such file or it is too large
     */
    String text(String name, int mostBytes) throws IOException;
}
