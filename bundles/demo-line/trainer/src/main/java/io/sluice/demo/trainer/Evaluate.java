package io.sluice.demo.trainer;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures a model on held-out lines: {@code Evaluate <model file> [lines]}. */
public final class Evaluate {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluate.class);

    private static final int LINES = 150;

    private Evaluate() {}

    public static void main(String[] arguments) throws OrtException, IOException {
        byte[] model = Files.readAllBytes(Path.of(arguments[0]));
        int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : LINES;
        LOG.info("{} on {} held-out lines:\n{}", arguments[0], lines, Evaluation.heldOut(model, 0, lines).table());
    }
}
