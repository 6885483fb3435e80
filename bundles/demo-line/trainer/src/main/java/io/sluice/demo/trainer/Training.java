package io.sluice.demo.trainer;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Weights being taught: a session of the training graph, its tensors, the optimiser. Used by one thread; close it. */
final class Training implements AutoCloseable {

    private final Network network;
    private final OrtSession session;
    private final Map<String, FloatBuffer> memory = new HashMap<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final List<Adam> optimisers = new ArrayList<>();

    Training(Network network, int batch, SplittableRandom random) throws OrtException {
        this.network = network;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(TrainingGraph.model(network, batch, Batch.SIZE), options);
        }
        bind(environment, session.getInputInfo(), inputs);
        bind(environment, session.getOutputInfo(), outputs);
        network.start(random).forEach((name, values) -> {
            memory.get(name).put(0, values);
            optimisers.add(new Adam(memory.get(name), memory.get(TrainingGraph.gradientOf(name))));
        });
    }

    /** Computes the gradients of a batch. Returns how far off the classes were on average. */
    double gradients(Batch batch) throws OrtException {
        memory.get("images").put(0, batch.images);
        memory.get("targets").put(0, batch.targets);
        memory.get("importance").put(0, batch.importance);
        // The outputs are ours, and so nothing is in the result that needs closing.
        session.run(inputs, outputs).close();
        return memory.get(TrainingGraph.ERROR).get(0);
    }

    void step(double rate) {
        optimisers.forEach(optimiser -> optimiser.step(rate));
    }

    FloatBuffer values(String name) {
        return memory.get(name);
    }

    Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (String name : network.shapes().keySet()) {
            float[] values = new float[memory.get(name).capacity()];
            memory.get(name).get(0, values);
            weights.put(name, values);
        }
        return weights;
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        session.close();
    }

    private void bind(OrtEnvironment environment, Map<String, NodeInfo> nodes, Map<String, OnnxTensor> tensors)
            throws OrtException {
        for (Map.Entry<String, NodeInfo> node : nodes.entrySet()) {
            long[] shape = ((TensorInfo) node.getValue().getInfo()).getShape();
            int count = 1;
            for (long size : shape) {
                count *= (int) size;
            }
            FloatBuffer values =
                    ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder()).asFloatBuffer();
            memory.put(node.getKey(), values);
            tensors.put(node.getKey(), OnnxTensor.createTensor(environment, values, shape));
        }
    }
}
