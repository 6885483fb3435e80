package io.sluice.accel.onnxcuda.internal;

import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where TensorRT's engines are kept, which take minutes to make: a folder for each model, version of ONNX Runtime and kind of GPU. An
 * engine has the model's weights in it, so that none is kept of a model that is encrypted where it lies.
 *
 * @param root of all of them; may be thrown away at any time
 * @param runtime version of ONNX Runtime
 */
record EngineFolder(Path root, String runtime) {

    private static final Logger LOG = LoggerFactory.getLogger(EngineFolder.class);

    /** @return empty where the model's engines must not be kept, or cannot be */
    Optional<Path> of(ModelData model, Gpu gpu) {
        if (model.file().isEmpty()) {
            return Optional.empty();
        }
        String chip = gpu.name().replaceAll("[^A-Za-z0-9]+", "-");
        Path folder = root.resolve(digest(model) + "-" + runtime + "-" + chip);
        try {
            // For the gateway's user alone, as the model itself may be.
            return Optional.of(Files.createDirectories(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException error) {
            LOG.warn("TensorRT's engines cannot be kept in {}; each start makes them anew", folder, error);
            return Optional.empty();
        }
    }

    private static String digest(ModelData model) {
        if (model.sha256().matches("[0-9a-f]{64}")) {
            return model.sha256();
        }
        try (ModelData.Content content = model.open()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = content.bytes();
            sha256.update(bytes);
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
