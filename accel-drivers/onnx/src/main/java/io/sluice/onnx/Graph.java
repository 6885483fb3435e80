package io.sluice.onnx;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Operators and their tensors (GraphProto): a view that edits the message. Not thread-safe. */
public record Graph(ProtoMessage message) {

    private static final int NODE = 1;
    private static final int NAME = 2;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int VALUE_INFO = 13;
    private static final int SPARSE_INITIALIZER = 15;
    private static final int SPARSE_VALUES = 1;
    private static final int SPARSE_INDICES = 2;

    public static Graph named(String name) {
        return new Graph(new ProtoMessage().add(NAME, name));
    }

    public String name() {
        return message.text(NAME);
    }

    /** In an order in which they can run. */
    public List<Node> nodes() {
        return message.messages(NODE).stream().map(Node::new).toList();
    }

    public Graph nodes(Collection<Node> nodes) {
        message.replace(NODE, nodes.stream().map(Node::message).toList());
        return this;
    }

    public Graph add(Node node) {
        message.add(NODE, node.message());
        return this;
    }

    public List<TensorData> initializers() {
        return message.messages(INITIALIZER).stream().map(TensorData::new).toList();
    }

    public Graph initializers(Collection<TensorData> tensors) {
        message.replace(INITIALIZER, tensors.stream().map(TensorData::message).toList());
        return this;
    }

    public Graph add(TensorData initializer) {
        message.add(INITIALIZER, initializer.message());
        return this;
    }

    /** By name; of two with one name the last. */
    public Map<String, TensorData> initializersByName() {
        Map<String, TensorData> byName = new LinkedHashMap<>();
        initializers().forEach(tensor -> byName.put(tensor.name(), tensor));
        return byName;
    }

    /** Sparse tensors' values and indices; the values' name is the initialiser's. */
    List<List<TensorData>> sparseInitializers() {
        return message.messages(SPARSE_INITIALIZER).stream().map(Graph::sparseParts).toList();
    }

    static List<TensorData> sparseParts(ProtoMessage sparse) {
        return Stream.of(SPARSE_VALUES, SPARSE_INDICES)
                .flatMap(part -> sparse.message(part).stream())
                .map(TensorData::new)
                .toList();
    }

    /** Inputs, of which old files' initialisers are some. */
    public List<ValueInfo> inputs() {
        return values(INPUT);
    }

    public Graph inputs(Collection<ValueInfo> inputs) {
        message.replace(INPUT, inputs.stream().map(ValueInfo::message).toList());
        return this;
    }

    /** Inputs that a caller must give: those that are no initialisers. */
    public List<ValueInfo> requiredInputs() {
        Set<String> constants = constants();
        return inputs().stream().filter(input -> !constants.contains(input.name())).toList();
    }

    public List<ValueInfo> outputs() {
        return values(OUTPUT);
    }

    public Graph outputs(Collection<ValueInfo> outputs) {
        message.replace(OUTPUT, outputs.stream().map(ValueInfo::message).toList());
        return this;
    }

    /** What is told of tensors between operators. */
    public List<ValueInfo> valueInfos() {
        return values(VALUE_INFO);
    }

    public Graph valueInfos(Collection<ValueInfo> values) {
        message.replace(VALUE_INFO, values.stream().map(ValueInfo::message).toList());
        return this;
    }

    /** Names of all initialisers. */
    public Set<String> constants() {
        Set<String> names = initializers().stream().map(TensorData::name).collect(Collectors.toSet());
        sparseInitializers().forEach(parts -> parts.stream().limit(1).forEach(values -> names.add(values.name())));
        return names;
    }

    /** Takes initialisers out of the inputs. Returns whether there were any. */
    boolean dropConstantInputs() {
        Set<String> constants = constants();
        boolean listed = inputs().stream().anyMatch(input -> constants.contains(input.name()));
        if (listed) {
            message.retain(INPUT, input -> !constants.contains(new ValueInfo(input).name()));
        }
        return listed;
    }

    /** Names that it reads without making them: of a subgraph, those of the graph around it. */
    Set<String> captured() {
        Set<String> known = new HashSet<>(constants());
        inputs().forEach(input -> known.add(input.name()));
        Set<String> free = new LinkedHashSet<>();
        for (Node node : nodes()) {
            node.reads().stream().filter(name -> !known.contains(name)).forEach(free::add);
            known.addAll(node.outputs());
        }
        outputs().stream().map(ValueInfo::name).filter(name -> !known.contains(name)).forEach(free::add);
        return free;
    }

    private List<ValueInfo> values(int number) {
        return message.messages(number).stream().map(ValueInfo::new).toList();
    }
}
