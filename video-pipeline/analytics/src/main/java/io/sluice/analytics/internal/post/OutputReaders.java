package io.sluice.analytics.internal.post;

import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the reader for a model and proves, number by number, that the model is what its descriptor says. */
public final class OutputReaders {

    private static final long OPEN = -1;

    private final ModelDescriptor model;
    private final List<TensorSpec> outputs;
    private final int labels;

    private OutputReaders(ModelDescriptor model, List<TensorSpec> outputs) {
        this.model = model;
        this.outputs = outputs;
        this.labels = model.labels().size();
    }

    /** @throws RejectedException naming the tensor, its shape and the shape it should have */
    public static OutputReader of(ModelDescriptor model, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        OutputReaders readers = new OutputReaders(model, outputs);
        readers.checkInput(inputs);
        InputSpec input = model.input();
        return switch (model.family()) {
            case FASTESTDET -> readers.fastestDet();
            case YOLO -> readers.yolo(input);
            case YOLO_OBJECTNESS -> readers.yoloObjectness(input);
            case SSD -> readers.ssd();
            case CLASSIFICATION -> readers.classification();
            case EMBEDDING -> readers.embedding();
        };
    }

    private void checkInput(List<TensorSpec> inputs) {
        InputSpec input = model.input();
        List<Long> wanted = List.of(1L, 3L, (long) input.height(), (long) input.width());
        if (inputs.size() != 1) {
            throw rejected("has " + inputs.size() + " inputs: " + described(inputs), "one input " + wanted);
        }
        TensorSpec found = inputs.get(0);
        if (!ofOnePicture(found).equals(wanted) || found.type() != ElementType.FLOAT32) {
            throw rejected("has input " + described(found), "FLOAT32 " + wanted
                    + " for the " + input.width() + "x" + input.height() + " pixels of its description");
        }
    }

    private OutputReader fastestDet() {
        TensorSpec output = only("[1, " + (5 + labels) + ", rows, columns]", 4);
        require(output, 1, 5 + labels, "[1, " + (5 + labels) + ", rows, columns]");
        long rows = output.shape().get(2);
        long columns = output.shape().get(3);
        if (rows < 1 || columns < 1) {
            throw rejected("has output " + described(output), "fixed numbers of rows and columns");
        }
        return new FastestDetReader(labels, (int) rows, (int) columns);
    }

    private OutputReader yolo(InputSpec input) {
        String wanted = "[1, " + (4 + labels) + ", boxes] or [1, boxes, " + (4 + labels) + "]";
        TensorSpec output = only(wanted, 3);
        if (output.shape().get(1) == 4 + labels) {
            return new YoloPlanarReader(labels, input.width(), input.height());
        }
        require(output, 2, 4 + labels, wanted);
        return new YoloRowsReader(labels, false, input.width(), input.height());
    }

    private OutputReader yoloObjectness(InputSpec input) {
        String wanted = "[1, boxes, " + (5 + labels) + "]";
        require(only(wanted, 3), 2, 5 + labels, wanted);
        return new YoloRowsReader(labels, true, input.width(), input.height());
    }

    private OutputReader ssd() {
        String wanted = "scores [1, boxes, " + labels + "] or, with a background not among the labels, [1, boxes, "
                + (labels + 1) + "], and boxes [1, boxes, 4]";
        if (outputs.size() != 2) {
            throw rejected("has " + outputs.size() + " outputs: " + described(outputs), wanted);
        }
        outputs.forEach(output -> requireFloat(output, 3, wanted));
        int boxes = outputs.get(1).shape().get(2) == 4 ? 1 : 0;
        TensorSpec scores = outputs.get(1 - boxes);
        require(outputs.get(boxes), 2, 4, wanted);
        long classes = scores.shape().get(2);
        boolean sameCount = scores.shape().get(1).equals(outputs.get(boxes).shape().get(1));
        if (classes < 2 || classes != labels && classes != labels + 1 || !sameCount) {
            throw rejected("has outputs " + described(outputs), wanted);
        }
        return new SsdReader(1 - boxes, boxes, (int) classes, classes == labels ? 1 : 0);
    }

    private OutputReader classification() {
        String wanted = "[1, " + labels + "]";
        if (outputs.size() != 1) {
            throw rejected("has " + outputs.size() + " outputs: " + described(outputs), "one output " + wanted);
        }
        TensorSpec output = outputs.get(0);
        long elements = ofOnePicture(output).stream().reduce(1L, (one, other) -> one * other);
        if (output.type() != ElementType.FLOAT32 || elements != labels) {
            throw rejected("has output " + described(output), wanted);
        }
        return new ClassificationReader(labels);
    }

    /** A vector is no box: there is nothing to read but the output itself. */
    private OutputReader embedding() {
        String wanted = "[1, length]";
        TensorSpec output = only(wanted, 2);
        if (output.shape().get(1) < 1) {
            throw rejected("has output " + described(output), wanted);
        }
        return (binding, floor, found) -> { };
    }

    private TensorSpec only(String wanted, int rank) {
        if (outputs.size() != 1) {
            throw rejected("has " + outputs.size() + " outputs: " + described(outputs), "one output " + wanted);
        }
        requireFloat(outputs.get(0), rank, wanted);
        return outputs.get(0);
    }

    private void requireFloat(TensorSpec output, int rank, String wanted) {
        boolean batch = output.shape().size() == rank && (output.shape().get(0) == 1 || output.shape().get(0) == OPEN);
        if (!batch || output.type() != ElementType.FLOAT32) {
            throw rejected("has output " + described(output), wanted);
        }
    }

    /** A session that takes any number of pictures runs one here. */
    private static List<Long> ofOnePicture(TensorSpec tensor) {
        List<Long> sizes = new ArrayList<>(tensor.shape());
        if (!sizes.isEmpty() && sizes.get(0) == OPEN) {
            sizes.set(0, 1L);
        }
        return sizes;
    }

    private void require(TensorSpec output, int dimension, long size, String wanted) {
        if (output.shape().get(dimension) != size) {
            throw rejected("has output " + described(output), wanted);
        }
    }

    private RejectedException rejected(String found, String wanted) {
        return new RejectedException("model.mismatch",
                "The model file " + model.variants().get(0).data().name() + " " + found + "; family " + model.family() + " with "
                        + labels + (labels == 1 ? " label" : " labels") + " needs " + wanted + ".",
                "Correct family, input or labels in algorithm.yaml, or export the model again.", null);
    }

    private static String described(List<TensorSpec> tensors) {
        return tensors.stream().map(OutputReaders::described).collect(Collectors.joining(", "));
    }

    private static String described(TensorSpec tensor) {
        return "'" + tensor.name() + "' " + tensor.type() + " " + tensor.shape();
    }
}
