package io.sluice.session.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether files were changed: cheaply, so that it can be asked for each connection. */
record Stamp(List<One> files) {

    private record One(String name, FileTime changed, long size, Object key) {}

    static Stamp of(TlsFiles files) {
        return new Stamp(Stream.concat(Stream.of(files.authority(), files.certificate(), files.key()), files.revoked().stream())
                .filter(name -> !name.isEmpty())
                .map(Stamp::one)
                .toList());
    }

    private static One one(String name) {
        try {
            BasicFileAttributes found = Files.readAttributes(Path.of(name), BasicFileAttributes.class);
            return new One(name, found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
        } catch (IOException missing) {
            return new One(name, FileTime.fromMillis(0), -1, "");
        }
    }
}
