package io.sluice.bench.infer;

import io.sluice.api.accel.Precision;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.InputSpec.Channels;
import io.sluice.api.model.InputSpec.Fit;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The models measured: the demo line's own, and the real ones where they are at hand. */
final class BenchModels {

    private static final List<Double> NONE = List.of(0.0, 0.0, 0.0);

    private BenchModels() {}

    static List<ModelDescriptor> find() throws IOException {
        List<ModelDescriptor> models = new ArrayList<>();
        Path demo = Path.of("bundles/demo-line/model/solder-joints/model.onnx");
        if (Files.exists(demo)) {
            InputSpec input = new InputSpec(640, 360, Channels.RGB, Fit.STRETCH,
                    Collections.nCopies(3, 127.5), Collections.nCopies(3, 64.0));
            List<String> labels = List.of("good", "bridge", "insufficient", "missing", "cold");
            models.add(descriptor("solder-joints", ModelFamily.YOLO, input, labels, demo));
        }
        String given = System.getenv("SLUICE_ASSETS");
        Path assets = (given == null ? Path.of("../shared/assets") : Path.of(given)).resolve("models");
        if (Files.exists(assets.resolve("FastestDet.onnx"))) {
            InputSpec input = new InputSpec(352, 352, Channels.BGR, Fit.STRETCH, NONE, Collections.nCopies(3, 255.0));
            models.add(descriptor("fastestdet", ModelFamily.FASTESTDET, input,
                    Files.readAllLines(assets.resolve("coco.names")), assets.resolve("FastestDet.onnx")));
            InputSpec faces = new InputSpec(320, 240, Channels.RGB, Fit.STRETCH,
                    Collections.nCopies(3, 127.0), Collections.nCopies(3, 128.0));
            models.add(descriptor("rfb-320", ModelFamily.SSD, faces, List.of("background", "face"),
                    assets.resolve("version-RFB-320.onnx")));
        }
        return models;
    }

    private static ModelDescriptor descriptor(
            String id, ModelFamily family, InputSpec input, List<String> labels, Path file) {
        return new ModelDescriptor(id, id, "1", family, input, labels, 0.5, 0.45,
                List.of(new ModelVariant(Precision.FLOAT32, Optional.empty(), FileModel.onnx(file))));
    }

    /** An algorithm that is nothing but the model. */
    static AlgorithmDescriptor algorithm(ModelDescriptor model) {
        StageSpec stage = new StageSpec("model", StageSpec.Kind.MODEL, model.id(), "", "{}");
        return new AlgorithmDescriptor(model.id(), 0, model.name(), model.version(), "detection", "{}", model.labels(),
                List.of(model), List.of(stage), "");
    }
}
