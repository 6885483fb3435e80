package io.sluice.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An operator of a graph (NodeProto): a view that edits the message. Not thread-safe. */
public record Node(ProtoMessage message) {

    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OPERATOR = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOMAIN = 7;

    public static Node of(String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
        ProtoMessage message = new ProtoMessage();
        inputs.forEach(input -> message.add(INPUT, input));
        outputs.forEach(output -> message.add(OUTPUT, output));
        message.add(NAME, operator + "_" + outputs.get(0)).add(OPERATOR, operator);
        Arrays.stream(attributes).forEach(attribute -> message.add(ATTRIBUTE, attribute.message()));
        return new Node(message);
    }

    public String name() {
        return message.text(NAME);
    }

    public String operator() {
        return message.text(OPERATOR);
    }

    /** Empty for ONNX's own operators. */
    public String domain() {
        String domain = message.text(DOMAIN);
        return domain.equals("ai.onnx") ? "" : domain;
    }

    public Node domain(String domain) {
        message.remove(DOMAIN);
        if (!domain.isEmpty()) {
            message.add(DOMAIN, domain);
        }
        return this;
    }

    /** Whether it is one of ONNX's own operators with this name. */
    public boolean is(String operator) {
        return domain().isEmpty() && operator().equals(operator);
    }

    /** An empty name stands for an optional input that is left out. */
    public List<String> inputs() {
        return message.texts(INPUT);
    }

    public Node inputs(List<String> names) {
        message.remove(INPUT);
        names.forEach(name -> message.add(INPUT, name));
        return this;
    }

    public List<String> outputs() {
        return message.texts(OUTPUT);
    }

    public Node outputs(List<String> names) {
        message.remove(OUTPUT);
        names.forEach(name -> message.add(OUTPUT, name));
        return this;
    }

    public List<Attribute> attributes() {
        return message.messages(ATTRIBUTE).stream().map(Attribute::new).toList();
    }

    public Node withoutAttributes() {
        message.remove(ATTRIBUTE);
        return this;
    }

    public Optional<Attribute> attribute(String name) {
        return attributes().stream().filter(attribute -> attribute.name().equals(name)).findFirst();
    }

    /** The integer of an attribute, or what holds where it is left out. */
    public long integer(String attribute, long otherwise) {
        return attribute(attribute).flatMap(Attribute::integer).orElse(otherwise);
    }

    public List<Graph> subgraphs() {
        return attributes().stream().flatMap(attribute -> attribute.graphs().stream()).toList();
    }

    /** Names it reads: its inputs, and what its subgraphs take from the graph around them. */
    public Set<String> reads() {
        Set<String> names = new LinkedHashSet<>(inputs());
        names.remove("");
        subgraphs().forEach(graph -> names.addAll(graph.captured()));
        return names;
    }

    /** An independent copy. */
    public Node copy() {
        return new Node(ProtoMessage.parse(ByteBuffer.wrap(message.toBytes())));
    }
}
