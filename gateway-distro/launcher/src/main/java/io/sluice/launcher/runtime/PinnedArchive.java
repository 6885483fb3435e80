package io.sluice.launcher.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The archive that is taken, and no other: known by its digest, so that it does not matter who hands it over.
 *
 * @param version of ONNX Runtime, that of the gateway's Java classes
 * @param sha256 of the archive, lower-case hexadecimal
 * @param bytes of the archive
 * @param unpacked bytes of the libraries that are taken from it
 */
record PinnedArchive(String version, String sha256, long bytes, long unpacked) {

    private static final String RESOURCE = "onnxruntime-gpu.properties";
    /** Where the archive has the libraries; there are none for other machines than x86-64. */
    private static final Pattern LIBRARY = Pattern.compile("ai/onnxruntime/native/linux-x64/(lib[a-z0-9_]+\\.so)");

    /** That of this gateway. */
    static PinnedArchive ofThisGateway() {
        Properties values = new Properties();
        try (InputStream in = PinnedArchive.class.getResourceAsStream(RESOURCE)) {
            values.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new PinnedArchive(values.getProperty("version"), values.getProperty("sha256"),
                Long.parseLong(values.getProperty("bytes")), Long.parseLong(values.getProperty("unpacked")));
    }

    static Pattern library() {
        return LIBRARY;
    }

    /** For messages. */
    String name() {
        return "onnxruntime_gpu " + version;
    }
}
