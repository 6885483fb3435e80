package io.sluice.api.analysis;

import java.util.Objects;

/**
 * A picture as a file has it.
 *
 * @param name of the file, for messages; {@code .png} for PNG, {@code .jpg} or {@code .jpeg} for JPEG
 * @param content of the file; not copied, and not to be changed
 */
public record PictureFile(String name, byte[] content) {

    public PictureFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
    }
}
