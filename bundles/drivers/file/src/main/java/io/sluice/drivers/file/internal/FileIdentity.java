package io.sluice.drivers.file.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What tells a file from another, or from itself after it was written to. */
record FileIdentity(String key, long size, long modifiedMillis) {

    /** Empty when there is no such file. */
    static Optional<FileIdentity> of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new FileIdentity(
                    String.valueOf(attributes.fileKey()), attributes.size(),
                    attributes.lastModifiedTime().toMillis()));
        } catch (IOException error) {
            return Optional.empty();
        }
    }
}
