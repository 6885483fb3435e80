package io.sluice.onnx;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * An ONNX file: a view that edits the message. What is not touched is written byte for byte as it was read. The memory
 * it was read from must outlive it unchanged. Not thread-safe. Field numbers are those of onnx.proto, package onnx.
 */
public record OnnxModel(ProtoMessage message) {

    private static final int IR_VERSION = 1;
    private static final int PRODUCER = 2;
    private static final int GRAPH = 7;
    private static final int OPSET_IMPORT = 8;
    private static final int TRAINING_INFO = 20;
    private static final int FUNCTIONS = 25;
    private static final int DOMAIN = 1;
    private static final int VERSION = 2;
    private static final int IR_OF_NEW_MODELS = 8;

    /** @throws OnnxException when it is no model */
    public static OnnxModel parse(ByteBuffer file) {
        return parse(file, OnnxLimits.DEFAULT);
    }

    /**
     * Reads what a model must have; {@link OnnxCheck} looks at the rest.
     *
     * @throws OnnxException when it is no model or beyond the limits
     */
    public static OnnxModel parse(ByteBuffer file, OnnxLimits limits) {
        ProtoMessage message = ProtoMessage.parse(file, limits);
        ProtoMessage graph = message.message(GRAPH).orElseThrow(() -> OnnxException.malformed("it has no graph"));
        if (message.integer(IR_VERSION).isEmpty() || new Graph(graph).nodes().isEmpty()) {
            throw OnnxException.malformed("it has no format version or no operators");
        }
        return new OnnxModel(message);
    }

    /** A new model with an empty graph. */
    public static OnnxModel create(long opset, String name) {
        return new OnnxModel(new ProtoMessage()
                .add(IR_VERSION, IR_OF_NEW_MODELS)
                .add(PRODUCER, "sluice")
                .add(GRAPH, Graph.named(name).message())
                .add(OPSET_IMPORT, new ProtoMessage().add(DOMAIN, "").add(VERSION, opset)));
    }

    public long irVersion() {
        return message.integer(IR_VERSION).orElse(0L);
    }

    public OnnxModel irVersion(long version) {
        message.remove(IR_VERSION).add(IR_VERSION, version);
        return this;
    }

    public Graph graph() {
        return new Graph(message.message(GRAPH).orElseThrow(() -> OnnxException.malformed("it has no graph")));
    }

    /** Version of a domain's operators that the model is written for; ONNX's own domain is the empty one. */
    public OptionalLong opset(String domain) {
        return message.messages(OPSET_IMPORT).stream()
                .filter(entry -> domainOf(entry).equals(domain))
                .mapToLong(entry -> entry.integer(VERSION).orElse(0L))
                .max();
    }

    /** Domains whose operators it may use. */
    public List<String> domains() {
        return message.messages(OPSET_IMPORT).stream().map(OnnxModel::domainOf).toList();
    }

    /** Adds a domain where it is missing. */
    public OnnxModel use(String domain, long version) {
        if (opset(domain).isEmpty()) {
            message.add(OPSET_IMPORT, new ProtoMessage().add(DOMAIN, domain).add(VERSION, version));
        }
        return this;
    }

    /** Says that a domain's operators are those of this version; what that changes in them is the caller's to change. */
    public OnnxModel opset(String domain, long version) {
        message.retain(OPSET_IMPORT, entry -> !domainOf(entry).equals(domain));
        return use(domain, version);
    }

    /** Functions of the model's own and graphs for training, which no runtime of ours runs. */
    boolean hasFunctionsOrTraining() {
        return !message.all(FUNCTIONS).isEmpty() || !message.all(TRAINING_INFO).isEmpty();
    }

    /** An independent copy, in memory of its own. */
    public OnnxModel copy() {
        return parse(ByteBuffer.wrap(toBytes()));
    }

    public int encodedSize() {
        return message.encodedSize();
    }

    /** Writes the file to memory with room for {@link #encodedSize()} bytes. */
    public void writeTo(ByteBuffer out) {
        message.writeTo(out);
    }

    public byte[] toBytes() {
        return message.toBytes();
    }

    private static String domainOf(ProtoMessage entry) {
        String domain = entry.text(DOMAIN);
        return domain.equals("ai.onnx") ? "" : domain;
    }
}
