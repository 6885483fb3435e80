package io.sluice.analytics.internal;

import io.sluice.accel.onnxcpu.internal.OnnxModelWriter;
import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.InputSpec.Channels;
import io.sluice.api.model.InputSpec.Fit;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Models written by the test, each of which sees one box whatever the picture, and a repository of them. */
final class FakeModels implements ModelRepository {

    static final int SIDE = 32;
    static final Region BOX = new Region(0.25, 0.25, 0.5, 0.5);

    private static final InputSpec INPUT = new InputSpec(SIDE, SIDE, Channels.RGB, Fit.STRETCH,
            List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));

    private final Map<String, ModelDescriptor> models = new ConcurrentHashMap<>();
    private final Path folder;

    FakeModels(Path folder) {
        this.folder = folder;
    }

    /** Offers a YOLO that sees {@code thing} at {@link #BOX}. */
    ModelDescriptor offer(String id, String version) throws IOException {
        float[] box = {SIDE / 2f, SIDE / 2f, SIDE / 2f, SIDE / 2f, 0.9f};
        Path file = OnnxModelWriter.constantOutputs(
                new long[] {1, 3, SIDE, SIDE}, List.of(new long[] {1, 5, 1}), List.of(box))
                .write(folder.resolve(id + "-" + version + ".onnx"));
        return offer(id, version, file, List.of("thing"));
    }

    ModelDescriptor offer(String id, String version, Path file, List<String> labels) {
        ModelDescriptor model = new ModelDescriptor(
                id, id, version, ModelFamily.YOLO, INPUT, labels, 0.5, 0.5, file, version);
        models.put(id, model);
        return model;
    }

    void withdraw(String id) {
        models.remove(id);
    }

    @Override
    public List<ModelDescriptor> list() {
        return List.copyOf(models.values());
    }

    @Override
    public Optional<ModelDescriptor> find(String id) {
        return Optional.ofNullable(models.get(id));
    }
}
