package io.sluice.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files in which a model says that data of its tensors lie, or what was compiled of it for a chip. To be asked before a runtime
 * follows: a model from elsewhere could otherwise have any file of this machine read as its weights. Unlike {@link OnnxCheck}
 * it looks at whatever a runtime might read, also where the model is not sound: at functions, training graphs, and repeated
 * fields that protocol buffers would merge.
 */
public final class ExternalFiles {

    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_TRAINING = 20;
    private static final int MODEL_FUNCTION = 25;
    private static final int TRAINING_INITIALIZATION = 1;
    private static final int TRAINING_ALGORITHM = 2;
    private static final int FUNCTION_NODE = 7;
    private static final int FUNCTION_ATTRIBUTE = 11;
    /** ONNX Runtime's operator for a part of a model that an execution provider has compiled. */
    private static final String COMPILED = "EPContext";

    private final Set<String> locations = new LinkedHashSet<>();

    /** Where a file lies, seen from the model's folder. */
    public enum Place {
        /** It is there, in the folder or one below. */
        BESIDE,
        /** It would be in the folder, but is not there or is no file. */
        MISSING,
        /** It lies elsewhere, by its path or by a link, or is no place at all. */
        OUTSIDE
    }

    private ExternalFiles() {}

    /**
     * Every place named, as the model writes it.
     *
     * @throws OnnxException when it is no protocol buffer message or beyond the limits
     */
    public static Set<String> named(ByteBuffer file, OnnxLimits limits) {
        ProtoMessage model = ProtoMessage.parse(file, limits);
        ExternalFiles files = new ExternalFiles();
        model.messages(MODEL_GRAPH).forEach(files::graph);
        for (ProtoMessage training : model.messages(MODEL_TRAINING)) {
            training.messages(TRAINING_INITIALIZATION).forEach(files::graph);
            training.messages(TRAINING_ALGORITHM).forEach(files::graph);
        }
        for (ProtoMessage function : model.messages(MODEL_FUNCTION)) {
            function.messages(FUNCTION_NODE).forEach(node -> files.node(new Node(node)));
            function.messages(FUNCTION_ATTRIBUTE).forEach(attribute -> files.attribute(new Attribute(attribute)));
        }
        return files.locations;
    }

    /**
     * Looks at the disk, so what it says holds only as long as nobody else writes to the folder.
     *
     * @param location as the model writes it
     * @param folder of the model
     */
    public static Place place(String location, Path folder) {
        // ONNX Runtime takes names with an asterisk as addresses in memory.
        if (location.isEmpty() || location.indexOf('*') >= 0) {
            return Place.OUTSIDE;
        }
        try {
            Path file = folder.resolve(location).normalize();
            if (!file.startsWith(folder.normalize())) {
                return Place.OUTSIDE;
            }
            if (!Files.isRegularFile(file)) {
                return Place.MISSING;
            }
            return file.toRealPath().startsWith(folder.toRealPath()) ? Place.BESIDE : Place.OUTSIDE;
        } catch (InvalidPathException | IOException odd) {
            return Place.OUTSIDE;
        }
    }

    private void graph(ProtoMessage message) {
        Graph graph = new Graph(message);
        graph.initializers().forEach(this::tensor);
        graph.sparseInitializers().forEach(parts -> parts.forEach(this::tensor));
        graph.nodes().forEach(this::node);
    }

    private void node(Node node) {
        if (node.operator().equals(COMPILED)) {
            compiled(node.attributes());
        }
        node.attributes().forEach(this::attribute);
    }

    /** What was compiled for a chip lies within the model, unless one attribute says that another is the file's name. */
    private void compiled(List<Attribute> attributes) {
        boolean beside = attributes.stream()
                .anyMatch(attribute -> attribute.name().equals("embed_mode") && attribute.integer().orElse(0L) != 1);
        attributes.stream()
                .filter(attribute -> beside && attribute.name().equals("ep_cache_context"))
                .forEach(attribute -> locations.add(attribute.text()));
    }

    private void attribute(Attribute attribute) {
        attribute.tensors().forEach(this::tensor);
        attribute.graphs().forEach(graph -> graph(graph.message()));
    }

    private void tensor(TensorData tensor) {
        locations.addAll(tensor.externalLocations());
    }
}
