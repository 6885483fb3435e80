package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtException;
import io.sluice.accel.nativelib.SharedHandle;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library registered with ONNX Runtime. It is unmapped when it is unregistered: not before its owner has closed it and the last
 * device has let go of it. Thread-safe.
 */
final class EpLibrary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EpLibrary.class);

    /** As ONNX Runtime itself there is one for the process: by the file, the name of the configuration that has it. */
    private static final Map<Path, String> CLAIMS = new ConcurrentHashMap<>();

    private final OrtEnvironment environment;
    private final String registration;
    private final Path file;
    private final Object identity;
    private final SharedHandle handle = new SharedHandle(this::unregister);

    private EpLibrary(OrtEnvironment environment, String registration, Path file, Object identity) {
        this.environment = environment;
        this.registration = registration;
        this.file = file;
        this.identity = identity;
    }

    /** @throws UnavailableException when there is none, it is of another kind, fails to start, or is in use already */
    static EpLibrary register(OrtEnvironment environment, EpSettings settings) {
        Path file = existing(settings.library());
        String holder = CLAIMS.putIfAbsent(file, settings.name());
        if (holder != null) {
            throw EpFailures.claimed(file, holder);
        }
        String registration = "sluice." + settings.name();
        try {
            environment.registerExecutionProviderLibrary(registration, file.toString());
        } catch (OrtException failed) {
            CLAIMS.remove(file);
            throw EpFailures.notRegistered(file, failed);
        }
        return new EpLibrary(environment, registration, file, identity(file));
    }

    /** @throws UnavailableException when the file has gone, or another is in its place */
    void check() {
        existing(file);
        if (!identity.equals(identity(file))) {
            throw EpFailures.changed(file);
        }
    }

    /** What its execution providers can use. */
    List<OrtEpDevice> devices() {
        try {
            return environment.getEpDevices().stream()
                    .filter(device -> file.toString().equals(device.getEpMetadata().get("library_path")))
                    .toList();
        } catch (OrtException failed) {
            throw EpFailures.notRegistered(file, failed);
        }
    }

    /** Keeps it mapped until {@link #release()}. Returns whether it is still. */
    boolean acquire() {
        return handle.acquire();
    }

    void release() {
        handle.release();
    }

    /** Unregisters it once the last device has let go. Idempotent. */
    @Override
    public void close() {
        handle.close();
    }

    private void unregister() {
        try {
            environment.unregisterExecutionProviderLibrary(registration);
        } catch (OrtException failed) {
            LOG.warn("ONNX Runtime keeps the library {}", file, failed);
        }
        CLAIMS.remove(file);
    }

    private static Path existing(Path library) {
        try {
            Path file = library.toRealPath();
            if (Files.isRegularFile(file)) {
                return file;
            }
        } catch (IOException missing) {
            // As below.
        }
        throw EpFailures.missing(library, "there is no such file", null);
    }

    /** Which file it is, whatever its name. */
    private static Object identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return List.of(key == null ? file : key, attributes.lastModifiedTime(), attributes.size());
        } catch (IOException missing) {
            return List.of();
        }
    }
}
