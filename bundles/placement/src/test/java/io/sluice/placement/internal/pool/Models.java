package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Demand;
import io.sluice.api.accel.Precision;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelData;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelVariant;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Descriptions of models without any content to speak of. */
public final class Models {

    private Models() {}

    public static ModelVariant variant(String name, String format, Precision precision, int bytes) {
        return new ModelVariant(precision, Optional.empty(), new Content(name, format, "sha-" + name + "-" + format, bytes));
    }

    public static ModelDescriptor model(String id, ModelVariant... variants) {
        InputSpec input = new InputSpec(2, 1, InputSpec.Channels.RGB, InputSpec.Fit.STRETCH,
                List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        return new ModelDescriptor(
                id, id, "1", ModelFamily.EMBEDDING, input, List.of(), 0.5, 0.5, List.of(variants));
    }

    public static ModelDescriptor onnx(String id) {
        return model(id, variant(id, "onnx", Precision.FLOAT32, 100));
    }

    public static Demand demand(String user, ModelDescriptor model, double rate, int priority) {
        return new Demand(user, model, rate, priority);
    }

    private record Content(String name, String format, String sha256, int size) implements ModelData {
        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public ModelData.Content open() {
            return new ModelData.Content() {
                @Override
                public ByteBuffer bytes() {
                    return ByteBuffer.allocateDirect(size);
                }

                @Override
                public void close() {
                    // Nothing but a small buffer.
                }
            };
        }
    }
}
