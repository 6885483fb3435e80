package io.sluice.accel.onnxcuda.internal;

import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A convolution of one number, which a GPU has to get right before it is offered: it wants all libraries that networks do, and fails on
 * a GPU that does not answer, or too old a one.
 */
final class SelfTest implements ModelData {

    private static final int OPERATORS = 13;
    private static final float WEIGHT = 3;
    private static final float INPUT = 14;

    private final byte[] bytes;

    SelfTest() {
        ByteBuffer weight = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, WEIGHT);
        OnnxModel model = OnnxModel.create(OPERATORS, "self-test");
        model.graph()
                .inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 1, 1, 1))))
                .outputs(List.of(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 1, 1, 1))))
                .add(TensorData.of("w", ElementType.FLOAT, weight, 1, 1, 1, 1))
                .add(Node.of("Conv", List.of("x", "w"), List.of("y")));
        bytes = model.toBytes();
    }

    /** @throws UnavailableException when the device does not do it */
    static void pass(String id, OnnxDevice device) {
        try (InferenceSession session = device.load(new SelfTest()); Binding binding = session.bind()) {
            binding.input(0).putFloat(0, INPUT);
            binding.run();
            float answer = binding.output(0).getFloat(0);
            if (answer != WEIGHT * INPUT) {
                throw failed(id, "it computes " + WEIGHT + " * " + INPUT + " = " + answer, null);
            }
        } catch (UnavailableException unavailable) {
            throw unavailable.code().equals("accelerator.selftest.failed")
                    ? unavailable
                    : ProviderFailures.of(id, unavailable);
        } catch (SluiceException refused) {
            throw ProviderFailures.of(id, refused);
        }
    }

    static UnavailableException failed(String id, String reason, Throwable cause) {
        return new UnavailableException("accelerator.selftest.failed",
                "The GPU " + id + " does not pass its self-test: " + reason + ".",
                "See the kernel's messages. After a fault within CUDA only a new start of the gateway helps, or one of the"
                        + " driver's own process where it has one.", cause);
    }

    @Override
    public String name() {
        return "self-test";
    }

    @Override
    public String format() {
        return "onnx";
    }

    @Override
    public String sha256() {
        return "";
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public Content open() {
        NativeMemory memory = NativeMemory.allocate(bytes.length);
        memory.view().put(0, bytes);
        return memory;
    }
}
