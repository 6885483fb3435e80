package io.sluice.libs.ffmpeg.internal;

import io.sluice.api.natives.NativeLibrary;
import io.sluice.support.natives.LoadingLibrary;
import io.sluice.support.natives.UnpackedLibraries;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Loads FFmpeg when the bundle starts and says so by a {@link NativeLibrary} service named {@code ffmpeg}. */
public final class FfmpegActivator implements BundleActivator {

    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private LoadingLibrary library;

    @Override
    public void start(BundleContext context) {
        setUnlessSet(CACHE, UnpackedLibraries.parent(context).toAbsolutePath().toString());
        // JavaCPP would run the garbage collector and then refuse to allocate once the whole process, native buffers
        // of every other library included, is a multiple of the Java heap. Our native memory is freed by its owners.
        setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
        setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        library = new LoadingLibrary(context, "ffmpeg", FfmpegActivator::load);
    }

    @Override
    public void stop(BundleContext context) {
        // The mapping itself stays until this class loader is collected.
        library.close();
    }

    private static String load() {
        List.of(avutil.class, avcodec.class, avformat.class, swscale.class).forEach(Loader::load);
        return avutil.av_version_info().getString();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
