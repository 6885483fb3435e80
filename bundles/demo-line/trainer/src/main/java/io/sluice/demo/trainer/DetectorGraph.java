package io.sluice.demo.trainer;

import java.util.List;
import java.util.Map;

/**
 * The network as the gateway runs it: weights inside, boxes decoded to pixels of the input, and of neighbouring cells
 * that speak of the same joint only the surest kept. Output [1, 4 + classes, cells]: centre x, centre y, width,
 * height, scores.
 */
final class DetectorGraph {

    private DetectorGraph() {}

    static byte[] model(Network network, Map<String, float[]> weights, int width, int height) {
        int columns = width / Network.STRIDE;
        int rows = height / Network.STRIDE;
        int cells = columns * rows;
        OnnxGraph graph = new OnnxGraph("solder-joints");
        graph.input("images", 1, 3, height, width);
        network.shapes().forEach((name, shape) -> graph.constant(name, weights.get(name), shape));
        String raw = network.forward(graph, "images");
        String centres = slice(graph, raw, "offsets", 0, 2);
        String sizes = slice(graph, raw, "sizes", 2, Network.BOX);
        String scores = graph.node(
                "Sigmoid", List.of(slice(graph, raw, "logits", Network.BOX, network.outputs())), "scores");

        graph.constant("stride", new float[] {Network.STRIDE}, 1);
        graph.constant("unit", new float[] {(float) Network.UNIT}, 1);
        graph.constant("grid", grid(columns, rows), 1, 2, rows, columns);
        String cell = graph.node("Add", List.of(centres, "grid"), "cell");
        String place = graph.node("Mul", List.of(cell, "stride"), "centre");
        String growth = graph.node("Exp", List.of(sizes), "growth");
        String size = graph.node("Mul", List.of(growth, "unit"), "size");

        String best = graph.node(
                "ReduceMax", List.of(scores), "best",
                OnnxGraph.with("axes", new long[] {1}), OnnxGraph.with("keepdims", 1L));
        String around = graph.node(
                "MaxPool", List.of(best), "around",
                OnnxGraph.with("kernel_shape", 3, 3), OnnxGraph.with("pads", 1, 1, 1, 1));
        String isPeak = graph.node("Equal", List.of(best, around), "isPeak");
        String peak = graph.node("Cast", List.of(isPeak), "peak", OnnxGraph.with("to", 1L));
        String kept = graph.node("Mul", List.of(scores, peak), "kept");

        String all = graph.node("Concat", List.of(place, size, kept), "all", OnnxGraph.with("axis", 1L));
        graph.constant("flat", new long[] {1, network.outputs(), cells});
        graph.node("Reshape", List.of(all, "flat"), "detections");
        graph.output("detections", 1, network.outputs(), cells);
        return graph.model();
    }

    private static String slice(OnnxGraph graph, String from, String name, int begin, int end) {
        return graph.node("Slice", List.of(
                from,
                graph.constant(name + ".begin", new long[] {begin}),
                graph.constant(name + ".end", new long[] {end}),
                graph.constant(name + ".axis", new long[] {1})), name);
    }

    private static float[] grid(int columns, int rows) {
        float[] grid = new float[2 * rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                grid[y * columns + x] = x + 0.5f;
                grid[rows * columns + y * columns + x] = y + 0.5f;
            }
        }
        return grid;
    }
}
