package io.sluice.support.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The native libraries of a bundle as files, unpacked once. Left to themselves, libraries and the framework unpack at each start,
 * tens of megabytes, and into the machine's folder for temporary files, where a sudden end leaves them.
 */
public final class UnpackedLibraries {

    private static final String DATA = "sluice.data";
    private static final String UNFINISHED = ".unfinished";

    private UnpackedLibraries() {}

    /** Below which native libraries lie: in the gateway's data folder, or in the bundle's own where there is none. */
    public static Path parent(BundleContext context) {
        String data = context.getProperty(DATA);
        return data == null ? context.getDataFile("native").toPath() : Path.of(data, "native");
    }

    /**
     * Unpacks the libraries of an entry folder, where they are not there already, and removes those of other versions: who has
     * them mapped keeps them until it ends.
     *
     * @param parent below which each version has a folder of its own, for a library in use must not be written to
     * @param name of the library, which begins that folder's name
     * @param entries folder within the bundle, for this machine's architecture
     * @return the folder they are in; empty where the bundle has none
     */
    public static Path unpack(Bundle bundle, Path parent, String name, String entries) throws IOException {
        Path folder = parent.resolve(name + "-" + bundle.getLastModified());
        Files.createDirectories(folder);
        removeOthers(folder, name);
        for (URL entry : libraries(bundle, entries)) {
            String file = Path.of(entry.getPath()).getFileName().toString();
            Path target = folder.resolve(file);
            if (!Files.exists(target)) {
                Path unfinished = folder.resolve(file + UNFINISHED);
                try (InputStream in = entry.openStream()) {
                    Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return folder;
    }

    private static void removeOthers(Path kept, String name) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(kept.getParent(), name + "-*")) {
            for (Path folder : folders) {
                if (!folder.equals(kept) && folder.getFileName().toString().substring(name.length() + 1).matches("\\d+")) {
                    remove(folder);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static List<URL> libraries(Bundle bundle, String entries) {
        Enumeration<URL> found = bundle.findEntries(entries, "*.so", false);
        return found == null ? List.of() : Collections.list(found);
    }
}
