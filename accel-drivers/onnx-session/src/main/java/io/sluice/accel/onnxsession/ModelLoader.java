package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.api.model.ModelData;
import io.sluice.onnx.ExternalFiles;
import io.sluice.onnx.ExternalFiles.Place;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxLimits;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.OnnxNormaliser;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sessions of models. Thread-safe. */
final class ModelLoader {

    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final OrtEnvironment environment;
    private final OnnxBackend backend;
    private final Failures failures;

    ModelLoader(OrtEnvironment environment, OnnxBackend backend, Failures failures) {
        this.environment = environment;
        this.backend = backend;
        this.failures = failures;
    }

    /**
     * The content is open only as long as this takes, for ONNX Runtime has a copy of its own then.
     *
     * @param pictures in each run; a batch that the model leaves open becomes so many
     * @throws io.sluice.api.error.RejectedException when the model is missing, corrupt or not for this runtime
     * @throws io.sluice.api.error.UnavailableException when memory does not suffice
     */
    OrtSession load(ModelData model, int pictures) {
        try (ModelData.Content content = model.open()) {
            Optional<OnnxModel> normalised = checked(model, content.bytes(), pictures);
            if (normalised.isEmpty()) {
                return create(model, content.bytes());
            }
            try (NativeMemory memory = NativeMemory.allocate(normalised.get().encodedSize())) {
                ByteBuffer bytes = memory.view();
                try {
                    normalised.get().writeTo(bytes);
                    return create(model, bytes.flip());
                } finally {
                    wipe(bytes.clear());
                }
            }
        } catch (OrtException error) {
            throw failures.refused(model.name(), error);
        } catch (OutOfMemoryError error) {
            throw Failures.outOfMemory(model.name(), error);
        }
    }

    private OrtSession create(ModelData model, ByteBuffer bytes) throws OrtException {
        try {
            return create(model, bytes, backend);
        } catch (OrtException failure) {
            Optional<SessionSetup> other = backend.instead(model, failure);
            if (other.isEmpty()) {
                throw failure;
            }
            return create(model, bytes, other.get());
        }
    }

    private OrtSession create(ModelData model, ByteBuffer bytes, SessionSetup setup) throws OrtException {
        OrtSession session;
        try (SessionOptions options = options(model, setup)) {
            // ONNX Runtime reads from the buffer's position on.
            session = environment.createSession(bytes.duplicate(), options);
        } catch (OrtException | RuntimeException failed) {
            setup.abandon();
            throw failed;
        }
        try {
            setup.check(model, session);
            return session;
        } catch (OrtException | RuntimeException unfit) {
            free(session);
            throw unfit;
        }
    }

    static void free(OrtSession session) {
        try {
            session.close();
        } catch (OrtException error) {
            LOG.warn("ONNX Runtime failed to free a refused model", error);
        }
    }

    /** What was encrypted where it lies must not be found in memory that is given back. */
    private static void wipe(ByteBuffer bytes) {
        while (bytes.remaining() >= Long.BYTES) {
            bytes.putLong(0);
        }
        while (bytes.hasRemaining()) {
            bytes.put((byte) 0);
        }
    }

    /** The model in the form that runs fastest, or empty where it is in it already. */
    private static Optional<OnnxModel> checked(ModelData model, ByteBuffer bytes, int pictures) {
        try {
            refuseDataElsewhere(model, bytes);
            OnnxModel read = OnnxModel.parse(bytes);
            if (pictures > 1 && !OnnxNormaliser.batchOpen(read)) {
                throw Rejections.batchFixed(model.name(), pictures);
            }
            return OnnxNormaliser.normalise(read, pictures) ? Optional.of(read) : Optional.empty();
        } catch (OnnxException malformed) {
            throw Rejections.corrupt(model.name(), malformed);
        }
    }

    /** Before all else: what is said of a place outside must not depend on whether the rest is sound. */
    private static void refuseDataElsewhere(ModelData model, ByteBuffer bytes) {
        Optional<Path> folder = folder(model);
        for (String location : ExternalFiles.named(bytes, OnnxLimits.DEFAULT)) {
            // A model that lies in no file can have none beside it.
            Place place = folder.map(home -> ExternalFiles.place(location, home)).orElse(Place.OUTSIDE);
            switch (place) {
                case OUTSIDE -> throw Rejections.dataOutside(model.name(), location);
                case MISSING -> throw Rejections.dataMissing(model.name(), location);
                case BESIDE -> { }
            }
        }
    }

    private static SessionOptions options(ModelData model, SessionSetup setup) throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            configure(options, model, setup);
            return options;
        } catch (OrtException | RuntimeException failed) {
            options.close();
            throw failed;
        }
    }

    private static void configure(SessionOptions options, ModelData model, SessionSetup setup)
            throws OrtException {
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        Optional<Path> folder = folder(model);
        if (folder.isPresent()) {
            // A model given as bytes has no folder of its own where its external weights would be looked for.
            options.addConfigEntry("session.model_external_initializers_file_folder_path", folder.get().toString());
        }
        setup.configure(options, model);
    }

    private static Optional<Path> folder(ModelData model) {
        return model.file().map(file -> file.toAbsolutePath().getParent());
    }
}
