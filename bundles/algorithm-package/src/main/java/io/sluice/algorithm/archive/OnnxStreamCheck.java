package io.sluice.algorithm.archive;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Walks an ONNX model (onnx.proto, package onnx) as it streams by, before any native library sees it: no tensor outside the file
 * (its path could name any file of the gateway), each tensor as large as it says, graphs within graphs and nodes within bounds.
 * Memory is the same for each model.
 */
public final class OnnxStreamCheck {

    /** Graphs within graphs, as of loops and branches; types within types. */
    static final int DEEPEST = 16;
    static final int MOST_NODES = 200_000;
    static final int MOST_TENSORS = 200_000;

    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private final ProtoStream in;
    private final String name;
    private int nodes;
    private int tensors;
    private boolean version;

    private OnnxStreamCheck(String name, InputStream in) {
        this.name = name;
        this.in = new ProtoStream(in);
    }

    /**
     * @param name of the file, for messages
     * @param size bytes in the stream
     * @throws RejectedException {@code package.model.malformed}, {@code .external}, {@code .tensor} or {@code .deep}
     */
    public static void check(String name, InputStream in, long size) throws IOException {
        if (size > MOST_BYTES) {
            throw Refusal.entry("package.model.malformed", name, "has more than 2 GiB, which protobuf does not allow");
        }
        try {
            new OnnxStreamCheck(name, in).model(size);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (ProtoStream.Malformed error) {
            throw Refusal.entry("package.model.malformed", name, "is no ONNX model: " + error.getMessage());
        }
    }

    private void model(long end) throws IOException {
        boolean graph = false;
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            switch (field) {
                case 1 -> {
                    if (in.wire() != ProtoStream.VARINT) {
                        throw in.malformed("the format's version is no number");
                    }
                    in.varint(end);
                    version = true;
                }
                case 7 -> {
                    once(graph, "graph");
                    graph = true;
                    graph(in.end(end), 1);
                }
                case 20 -> training(in.end(end));
                case 25 -> function(in.end(end));
                default -> in.skip(end);
            }
        }
        if (!version || !graph || nodes == 0) {
            throw in.malformed("it has no " + (!version ? "format version" : graph ? "operators" : "graph"));
        }
    }

    private void graph(long end, int depth) throws IOException {
        deep(depth);
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            switch (field) {
                case 1 -> node(in.end(end), depth);
                case 5 -> tensor(in.end(end));
                case 11, 12, 13 -> value(in.end(end));
                case 15 -> sparse(in.end(end));
                default -> in.skip(end);
            }
        }
    }

    private void training(long end) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (field == 1 || field == 2) {
                graph(in.end(end), 1);
            } else {
                in.skip(end);
            }
        }
    }

    private void function(long end) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            switch (field) {
                case 7 -> node(in.end(end), 1);
                case 11 -> attribute(in.end(end), 1);
                case 12 -> value(in.end(end));
                default -> in.skip(end);
            }
        }
    }

    private void node(long end, int depth) throws IOException {
        if (++nodes > MOST_NODES) {
            throw Refusal.entry("package.model.deep", name, "has more than " + MOST_NODES + " operators");
        }
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (field == 5) {
                attribute(in.end(end), depth);
            } else {
                in.skip(end);
            }
        }
    }

    private void attribute(long end, int depth) throws IOException {
        boolean tensor = false;
        boolean graph = false;
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            switch (field) {
                case 5 -> {
                    once(tensor, "tensor");
                    tensor = true;
                    tensor(in.end(end));
                }
                case 6 -> {
                    once(graph, "graph");
                    graph = true;
                    graph(in.end(end), depth + 1);
                }
                case 10 -> tensor(in.end(end));
                case 11 -> graph(in.end(end), depth + 1);
                case 14, 15 -> type(in.end(end), 1);
                case 22, 23 -> sparse(in.end(end));
                default -> in.skip(end);
            }
        }
    }

    private void sparse(long end) throws IOException {
        boolean[] seen = new boolean[3];
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (field == 1 || field == 2) {
                once(seen[field], "tensor");
                seen[field] = true;
                tensor(in.end(end));
            } else {
                in.skip(end);
            }
        }
    }

    private void tensor(long end) throws IOException {
        if (++tensors > MOST_TENSORS) {
            throw Refusal.entry("package.model.deep", name, "has more than " + MOST_TENSORS + " tensors");
        }
        new OnnxTensorCheck(in, name).check(end);
    }

    private void value(long end) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (field == 2) {
                type(in.end(end), 1);
            } else {
                in.skip(end);
            }
        }
    }

    /** Sequences, maps and optionals hold types; tensors hold a shape. */
    private void type(long end, int depth) throws IOException {
        deep(depth);
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            switch (field) {
                case 1, 8 -> shaped(in.end(end));
                case 4, 5, 9 -> holder(in.end(end), depth);
                default -> in.skip(end);
            }
        }
    }

    private void holder(long end, int depth) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (in.wire() == ProtoStream.BYTES) {
                type(in.end(end), depth + 1);
            } else {
                in.skip(end);
            }
        }
    }

    private void shaped(long end) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (field == 2) {
                new OnnxTensorCheck(in, name).shape(in.end(end));
            } else {
                in.skip(end);
            }
        }
    }

    private void deep(int depth) {
        if (depth > DEEPEST) {
            throw Refusal.entry("package.model.deep", name, "has graphs or types more than " + DEEPEST + " deep in each other");
        }
    }

    /** Readers join what is there twice, and would see a tensor that no part shows. */
    private void once(boolean seen, String what) {
        if (seen) {
            throw in.malformed("a " + what + " is there twice");
        }
    }
}
