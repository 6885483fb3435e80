package io.sluice.accel.rockchip.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.sluice.accel.nativelib.NativeBinding;
import io.sluice.accel.nativelib.Releases;
import io.sluice.accel.nativelib.Tensors;
import io.sluice.accel.rockchip.internal.RknnStructs.Input;
import io.sluice.accel.rockchip.internal.RknnStructs.Output;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A context of its own, for the runtime allows one thread in each, on the weights of its session. It reads inputs from and
 * writes outputs to the memory that callers see; only pictures pass through a second buffer, where their planes are
 * interleaved.
 */
final class RknnBinding extends NativeBinding {

    private final Rknn rknn;
    private final long context;
    private final String device;
    private final List<NativeMemory> inputs = new ArrayList<>();
    private final List<NativeMemory> outputs = new ArrayList<>();
    private final List<Runnable> preparations = new ArrayList<>();
    private final Input[] inputArray;
    private final Output[] outputArray;

    RknnBinding(RknnSession session, Rknn rknn, long context, Releases releases) {
        super(session, releases);
        this.rknn = rknn;
        this.context = context;
        device = session.accelerator().id();
        inputArray = (Input[]) new Input().toArray(Math.max(1, session.inputTensors().size()));
        outputArray = (Output[]) new Output().toArray(Math.max(1, session.outputTensors().size()));
        session.inputTensors().forEach(tensor -> addInput(tensor, releases));
        session.outputTensors().forEach(tensor -> addOutput(tensor, releases));
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs.get(index).view();
    }

    @Override
    public ByteBuffer output(int index) {
        return outputs.get(index).view();
    }

    @Override
    protected void execute() {
        preparations.forEach(Runnable::run);
        check("rknn_inputs_set", rknn.rknn_inputs_set(context, inputs.size(), inputArray[0].getPointer()));
        check("rknn_run", rknn.rknn_run(context, null));
        Pointer results = outputArray[0].getPointer();
        check("rknn_outputs_get", rknn.rknn_outputs_get(context, outputs.size(), results, null));
        check("rknn_outputs_release", rknn.rknn_outputs_release(context, outputs.size(), results));
    }

    private void addInput(RknnTensor tensor, Releases releases) {
        NativeMemory memory = allocate(tensor, releases);
        NativeMemory handed = memory;
        if (tensor.interleaved()) {
            NativeMemory interleaved = allocate(tensor, releases);
            Interleaver interleaver = new Interleaver(Tensors.shape(tensor.spec()));
            preparations.add(() -> interleaver.interleave(memory.view(), interleaved.view()));
            handed = interleaved;
        }
        Input input = inputArray[inputs.size()];
        input.index = inputs.size();
        input.memory = Native.getDirectBufferPointer(handed.view());
        input.bytes = handed.view().capacity();
        input.type = tensor.type();
        input.layout = tensor.layout();
        input.write();
        inputs.add(memory);
    }

    private void addOutput(RknnTensor tensor, Releases releases) {
        NativeMemory memory = allocate(tensor, releases);
        Output output = outputArray[outputs.size()];
        output.wantFloat = (byte) (tensor.isFloat() ? 1 : 0);
        output.preallocated = 1;
        output.index = outputs.size();
        output.memory = Native.getDirectBufferPointer(memory.view());
        output.bytes = memory.view().capacity();
        output.write();
        outputs.add(memory);
    }

    private static NativeMemory allocate(RknnTensor tensor, Releases releases) {
        NativeMemory memory = NativeMemory.allocate(Tensors.bytes(tensor.spec()));
        releases.add(memory::close);
        return memory;
    }

    private void check(String function, int code) {
        RknnErrors.checkRun(function, code, session().model(), device);
    }
}
