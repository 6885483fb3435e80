package io.sluice.support.model;

import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A model in a plain file.
 *
 * @param path of the file
 * @param format of its content
 * @param sha256 of its content, in lower-case hexadecimal; not checked again when it is opened
 */
public record FileModel(Path path, String format, String sha256) implements ModelData {

    public FileModel {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** An ONNX file whose digest nobody asked for. */
    public static FileModel onnx(Path path) {
        return new FileModel(path, "onnx", "");
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    /** Mapped rather than read: a large model would not fit into the gateway's small Java heap. */
    @Override
    public Content open() {
        if (!Files.isRegularFile(path)) {
            throw new RejectedException("model.file.missing", "The model file " + path + " does not exist.",
                    "Put the file there, or correct its name in algorithm.yaml.", null);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0 || size > Integer.MAX_VALUE) {
                throw new RejectedException("model.file.corrupt",
                        "The model file " + path + " has " + size + " bytes.",
                        "Copy the file again from where it came from and compare its SHA-256.", null);
            }
            return NativeMemory.own(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        } catch (IOException error) {
            throw new RejectedException("model.file.unreadable",
                    "The model file " + path + " cannot be read: " + error.getMessage() + ".",
                    "Let the gateway's user read the file.", error);
        }
    }
}
