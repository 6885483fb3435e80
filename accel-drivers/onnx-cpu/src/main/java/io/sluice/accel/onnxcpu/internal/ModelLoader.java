package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Makes sessions from model files. Thread-safe. */
final class ModelLoader {

    private final OrtEnvironment environment;

    ModelLoader(OrtEnvironment environment) {
        this.environment = environment;
    }

    /** @throws io.sluice.api.error.RejectedException when the file is missing, corrupt or not for this runtime */
    OrtSession load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Rejections.missing(file);
        }
        try (DirectMemory model = map(file); SessionOptions options = options(file)) {
            Optional<ProtoMessage> normalised = normalise(file, model);
            if (normalised.isEmpty()) {
                return environment.createSession(file.toString(), options);
            }
            try (DirectMemory changed = DirectMemory.allocate(normalised.get().encodedSize())) {
                normalised.get().writeTo(changed.view());
                return environment.createSession(changed.view().flip(), options);
            }
        } catch (IOException error) {
            throw Rejections.unreadable(file, error);
        } catch (OrtException error) {
            throw Rejections.refused(file, error);
        }
    }

    private static Optional<ProtoMessage> normalise(Path file, DirectMemory model) {
        try {
            return OnnxImport.normalise(model.view());
        } catch (IllegalArgumentException malformed) {
            throw Rejections.corrupt(file, malformed);
        }
    }

    /** Mapped rather than read: a large model would not fit into the gateway's small Java heap. */
    private static DirectMemory map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0 || size > Integer.MAX_VALUE) {
                throw Rejections.corrupt(file, new IllegalArgumentException("it has " + size + " bytes"));
            }
            return DirectMemory.own(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        }
    }

    private static SessionOptions options(Path file) throws OrtException {
        SessionOptions options = new SessionOptions();
        // Concurrent callers with one thread each do twice the runs of one caller with two.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Same speed, and 6 to 9 MB less resident for the models measured: the arena's blocks are reused as they are.
        options.setMemoryPatternOptimization(false);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        // A model given as bytes has no folder of its own where its external weights would be looked for.
        options.addConfigEntry("session.model_external_initializers_file_folder_path",
                file.toAbsolutePath().getParent().toString());
        return options;
    }
}
