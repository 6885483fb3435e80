package io.sluice.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.osgi.service.feature.ID;

/** The distribution's bundles, in the layout of a Maven repository. */
final class Repository {

    private final Path root;

    Repository(Path root) {
        this.root = root;
    }

    /** Where the bundle is expected; it may be absent. */
    Path fileOf(ID id) {
        String name = id.getArtifactId() + "-" + id.getVersion()
                + id.getClassifier().map(classifier -> "-" + classifier).orElse("") + ".jar";
        return root.resolve(id.getGroupId().replace('.', '/'))
                .resolve(id.getArtifactId())
                .resolve(id.getVersion())
                .resolve(name);
    }

    /**
     * Changes whenever the file does. Digests are for whoever brings files here; reading all of them at every start
     * would cost more than starting.
     */
    static String stampOf(ID id, Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return id.getVersion() + " " + is.size() + " " + is.lastModifiedTime().toMillis();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
