package io.sluice.accel.onnxcpu.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks where a model says that data of its tensors lie, before ONNX Runtime follows: they must be files in the model's
 * folder. A model from elsewhere could otherwise read any file of this gateway as its weights. Every place a tensor can
 * be in is visited, also repeated fields that protocol buffers would merge.
 *
 * <p>Field numbers are those of onnx.proto, package onnx.
 */
final class ExternalData {

    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_TRAINING = 20;
    private static final int MODEL_FUNCTION = 25;
    private static final int TRAINING_INITIALIZATION = 1;
    private static final int TRAINING_ALGORITHM = 2;
    private static final int FUNCTION_NODE = 7;
    private static final int FUNCTION_ATTRIBUTE = 11;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_SPARSE_INITIALIZER = 15;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int ATTRIBUTE_TENSORS = 10;
    private static final int ATTRIBUTE_GRAPHS = 11;
    private static final int ATTRIBUTE_SPARSE = 22;
    private static final int ATTRIBUTE_SPARSES = 23;
    private static final int SPARSE_VALUES = 1;
    private static final int SPARSE_INDICES = 2;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;
    /** Graphs within graphs; real ones have two or three. */
    private static final int DEEPEST = 24;

    private final String name;
    private final Optional<Path> folder;

    private ExternalData(String name, Optional<Path> folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * @param name of the model, for messages
     * @param model encoded
     * @param folder of the model; empty where it lies in no file, and so can have no data beside it
     * @throws io.sluice.api.error.RejectedException when data lie elsewhere, or are missing
     * @throws IllegalArgumentException when it is no ONNX model or graphs are nested absurdly
     */
    static void check(String name, ByteBuffer model, Optional<Path> folder) {
        ExternalData check = new ExternalData(name, folder);
        ProtoMessage.visit(model, (number, payload) -> {
            switch (number) {
                case MODEL_GRAPH -> check.graph(payload, 0);
                case MODEL_TRAINING -> check.training(payload);
                case MODEL_FUNCTION -> check.function(payload);
                default -> { }
            }
        });
    }

    private void training(ByteBuffer training) {
        ProtoMessage.visit(training, (number, payload) -> {
            if (number == TRAINING_INITIALIZATION || number == TRAINING_ALGORITHM) {
                graph(payload, 0);
            }
        });
    }

    private void function(ByteBuffer function) {
        ProtoMessage.visit(function, (number, payload) -> {
            switch (number) {
                case FUNCTION_NODE -> node(payload, 0);
                case FUNCTION_ATTRIBUTE -> attribute(payload, 0);
                default -> { }
            }
        });
    }

    private void graph(ByteBuffer graph, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it has graphs within graphs, more than " + DEEPEST + " deep");
        }
        ProtoMessage.visit(graph, (number, payload) -> {
            switch (number) {
                case GRAPH_NODE -> node(payload, depth);
                case GRAPH_INITIALIZER -> tensor(payload);
                case GRAPH_SPARSE_INITIALIZER -> sparse(payload);
                default -> { }
            }
        });
    }

    private void node(ByteBuffer node, int depth) {
        ProtoMessage.visit(node, (number, payload) -> {
            if (number == NODE_ATTRIBUTE) {
                attribute(payload, depth);
            }
        });
    }

    private void attribute(ByteBuffer attribute, int depth) {
        ProtoMessage.visit(attribute, (number, payload) -> {
            switch (number) {
                case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> tensor(payload);
                case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> graph(payload, depth + 1);
                case ATTRIBUTE_SPARSE, ATTRIBUTE_SPARSES -> sparse(payload);
                default -> { }
            }
        });
    }

    private void sparse(ByteBuffer sparse) {
        ProtoMessage.visit(sparse, (number, payload) -> {
            if (number == SPARSE_VALUES || number == SPARSE_INDICES) {
                tensor(payload);
            }
        });
    }

    private void tensor(ByteBuffer tensor) {
        ProtoMessage.visit(tensor, (number, payload) -> {
            if (number == TENSOR_EXTERNAL_DATA) {
                entry(payload);
            }
        });
    }

    private void entry(ByteBuffer entry) {
        if (ProtoMessage.text(entry, ENTRY_KEY).equals("location")) {
            location(ProtoMessage.text(entry, ENTRY_VALUE));
        }
    }

    private void location(String location) {
        Path home = folder.orElseThrow(() -> Rejections.dataOutside(name, location));
        // ONNX Runtime reads places with '*' as addresses in memory.
        if (location.isEmpty() || location.indexOf('*') >= 0) {
            throw Rejections.dataOutside(name, location);
        }
        try {
            Path file = home.resolve(location).normalize();
            if (!file.startsWith(home.normalize())) {
                throw Rejections.dataOutside(name, location);
            }
            if (!Files.isRegularFile(file)) {
                throw Rejections.dataMissing(name, location);
            }
            if (!file.toRealPath().startsWith(home.toRealPath())) {
                throw Rejections.dataOutside(name, location);
            }
        } catch (InvalidPathException | IOException odd) {
            throw Rejections.dataOutside(name, location);
        }
    }
}
