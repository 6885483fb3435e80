package io.sluice.libs.opencv.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.support.natives.UnpackedLibraries;
import java.io.IOException;
import java.nio.file.Path;
import org.opencv.core.Core;
import org.osgi.framework.BundleContext;

/** OpenCV, loaded at the first {@link #load()} and not before; a load that failed is tried again by the next. */
final class Opencv implements NativeLibrary {

    private final BundleContext context;
    private volatile boolean loaded;

    Opencv(BundleContext context) {
        this.context = context;
    }

    @Override
    public String version() {
        return Core.VERSION;
    }

    @Override
    public void load() {
        if (!loaded) {
            loadOnce();
        }
    }

    private synchronized void loadOnce() {
        if (loaded) {
            return;
        }
        String machine = System.getProperty("os.arch").equals("aarch64") ? "ARMv8" : "x86_64";
        try {
            Path folder = UnpackedLibraries.unpack(context.getBundle(), UnpackedLibraries.parent(context), "opencv",
                    "nu/pattern/opencv/linux/" + machine);
            System.load(folder.resolve(System.mapLibraryName(Core.NATIVE_LIBRARY_NAME)).toAbsolutePath().toString());
            // Streams have a thread each; threads of OpenCV's own below them would fight for the same cores.
            Core.setNumThreads(1);
            loaded = true;
        } catch (IOException | LinkageError error) {
            throw new UnavailableException("native.library.unloadable",
                    "The native library opencv cannot be loaded on " + System.getProperty("os.arch") + ": "
                            + error.getMessage() + ".",
                    "Use the gateway on a system that it is made for, with room in its data folder.", error);
        }
    }
}
