package io.sluice.libs.onnxruntime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.osgi.framework.Bundle;

/**
 * The native libraries of this bundle as files. ONNX Runtime would unpack them into the machine's folder for temporary
 * files at each start, and a sudden end would leave them there.
 */
final class UnpackedLibraries {

    private static final String ENTRIES = "ai/onnxruntime/native/linux-";
    private static final String UNFINISHED = ".unfinished";

    private UnpackedLibraries() {}

    /**
     * Unpacks the libraries for this machine, where they are not there already.
     *
     * @param parent below which each version has a folder of its own, for a library in use must not be written to
     * @return the folder they are in
     */
    static Path unpack(Bundle bundle, Path parent) throws IOException {
        Path folder = parent.resolve("onnxruntime-" + bundle.getLastModified());
        Files.createDirectories(folder);
        for (URL entry : entries(bundle)) {
            String name = Path.of(entry.getPath()).getFileName().toString();
            Path target = folder.resolve(name);
            if (!Files.exists(target)) {
                Path unfinished = folder.resolve(name + UNFINISHED);
                try (InputStream in = entry.openStream()) {
                    Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return folder;
    }

    private static List<URL> entries(Bundle bundle) {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        Enumeration<URL> found = bundle.findEntries(ENTRIES + machine, "*.so", false);
        return found == null ? List.of() : Collections.list(found);
    }
}
