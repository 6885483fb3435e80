package io.sluice.support.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.osgi.framework.Bundle;

/** Where the content of an installed bundle lies as a file, which another process can use without a copy. */
public final class Jars {

    private static final String REFERENCE = "reference:";

    private Jars() {}

    /** @throws IOException when the framework does not keep it as a file */
    public static Path of(Bundle bundle) throws IOException {
        if (bundle.getLocation().startsWith(REFERENCE + "file:")) {
            return Path.of(URI.create(bundle.getLocation().substring(REFERENCE.length())));
        }
        // Felix keeps each revision as version<refresh>.<revision>/bundle.jar beside the bundle's own files.
        Path own = bundle.getDataFile("").toPath().getParent();
        try (DirectoryStream<Path> revisions = Files.newDirectoryStream(own, "version*")) {
            Optional<Path> newest = StreamSupport.stream(revisions.spliterator(), false)
                    .map(revision -> revision.resolve("bundle.jar"))
                    .filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(Jars::revision));
            return newest.orElseThrow(() -> new FileNotFoundException("no file of " + bundle));
        }
    }

    private static long revision(Path jar) {
        String[] numbers = jar.getParent().getFileName().toString().substring("version".length()).split("\\.");
        return Stream.of(numbers).mapToLong(Long::parseLong).reduce(0, (high, low) -> high << 32 | low);
    }
}
