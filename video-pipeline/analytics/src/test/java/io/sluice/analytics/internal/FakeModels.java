package io.sluice.analytics.internal;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Precision;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.InputSpec.Channels;
import io.sluice.api.model.InputSpec.Fit;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import io.sluice.support.model.FileModel;
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

    private final Map<String, AlgorithmDescriptor> models = new ConcurrentHashMap<>();
    private final Map<String, AlgorithmDescriptor> versions = new ConcurrentHashMap<>();
    private final Path folder;

    FakeModels(Path folder) {
        this.folder = folder;
    }

    /** Offers a YOLO that sees {@code thing} at {@link #BOX}. */
    AlgorithmDescriptor offer(String id, String version) throws IOException {
        return offer(id, version, file(id, version, BOX), List.of("thing"));
    }

    AlgorithmDescriptor offer(String id, String version, Path file, List<String> labels) {
        return activate(algorithm(id, version, file, labels));
    }

    /** Keeps a version that sees {@code thing} at a place, without making it the active one. */
    AlgorithmDescriptor keep(String id, String version, Region box) throws IOException {
        AlgorithmDescriptor algorithm = algorithm(id, version, file(id, version, box), List.of("thing"));
        versions.put(id + "@" + version, algorithm);
        return algorithm;
    }

    AlgorithmDescriptor activate(AlgorithmDescriptor algorithm) {
        versions.put(algorithm.id() + "@" + algorithm.version(), algorithm);
        models.put(algorithm.id(), algorithm);
        return algorithm;
    }

    /** A YOLO that sees one box of label 0, whatever the picture. */
    Path file(String id, String version, Region box) throws IOException {
        float[] row = {(float) (box.centre().x() * SIDE), (float) (box.centre().y() * SIDE),
            (float) (box.width() * SIDE), (float) (box.height() * SIDE), 0.9f};
        return write(id + "-" + version, new long[] {1, 5, 1}, row);
    }

    /** A network that answers the same to every picture. */
    Path write(String name, long[] shape, float[] output) throws IOException {
        return OnnxModelWriter.constantOutputs(new long[] {1, 3, SIDE, SIDE}, List.of(shape), List.of(output))
                .write(folder.resolve(name + ".onnx"));
    }

    static AlgorithmDescriptor algorithm(String id, String version, Path file, List<String> labels) {
        return single(model(id, version, ModelFamily.YOLO, file, labels));
    }

    /** A model of {@link #SIDE} pixels. */
    static ModelDescriptor model(String id, String version, ModelFamily family, Path file, List<String> labels) {
        return new ModelDescriptor(id, id, version, family, INPUT, labels, 0.5, 0.5, List.of(onnx(file)));
    }

    static ModelVariant onnx(Path file) {
        return new ModelVariant(Precision.FLOAT32, Optional.empty(), FileModel.onnx(file));
    }

    /** The simplest algorithm: one model that looks at the whole picture. */
    static AlgorithmDescriptor single(ModelDescriptor model) {
        return new AlgorithmDescriptor(model.id(), 0, model.name(), model.version(), "detection", "{}", model.labels(),
                List.of(model), List.of(new StageSpec("detect", StageSpec.Kind.MODEL, model.id(), "", "{}")), "");
    }

    void withdraw(String id) {
        models.remove(id);
    }

    @Override
    public List<AlgorithmDescriptor> list() {
        return List.copyOf(models.values());
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id, String version) {
        return Optional.ofNullable(versions.get(id + "@" + version));
    }
}
