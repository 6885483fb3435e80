package io.sluice.libs.ffmpeg.internal;

import io.sluice.api.natives.NativeLibrary;
import java.io.File;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Loads FFmpeg when the bundle starts and says so by a {@link NativeLibrary} service named {@code ffmpeg}. Fails to
 * start where there is no FFmpeg for this machine.
 */
public final class FfmpegActivator implements BundleActivator {

    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    @Override
    public void start(BundleContext context) throws BundleException {
        setUnlessSet(CACHE, cacheFolder(context).getAbsolutePath());
        // JavaCPP would run the garbage collector and then refuse to allocate once the whole process, native buffers
        // of every other library included, is a multiple of the Java heap. Our native memory is freed by its owners.
        setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
        setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            List.of(avutil.class, avcodec.class, avformat.class, swscale.class).forEach(Loader::load);
        } catch (LinkageError error) {
            throw new BundleException("FFmpeg cannot be loaded on " + Loader.getPlatform() + ": " + error.getMessage(),
                    BundleException.NATIVECODE_ERROR, error);
        }
        String version = avutil.av_version_info().getString();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(NativeLibrary.NAME, "ffmpeg");
        context.registerService(NativeLibrary.class, () -> version, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; the mapping itself stays until this class loader is collected.
    }

    private static File cacheFolder(BundleContext context) {
        String data = context.getProperty("sluice.data");
        return data == null ? context.getDataFile("native") : new File(data, "native");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
