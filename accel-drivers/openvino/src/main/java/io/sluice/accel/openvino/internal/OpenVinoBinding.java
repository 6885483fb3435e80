package io.sluice.accel.openvino.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.NativeBinding;
import io.sluice.accel.nativelib.Releases;
import io.sluice.accel.nativelib.Tensors;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A request of its own, whose tensors lie in the memory that callers see; only open outputs are copied after a run. */
final class OpenVinoBinding extends NativeBinding {

    private final OpenVino openVino;
    private final OpenVinoErrors errors;
    private final Pointer request;
    private final List<NativeMemory> inputs = new ArrayList<>();
    private final List<OutputTensor> outputs = new ArrayList<>();

    /**
     * @param tensors gives back what the request refers to
     * @param releases gives back the request, then that
     */
    OpenVinoBinding(OpenVinoSession session, OpenVino openVino, OpenVinoErrors errors, Pointer request,
            Releases tensors, Releases releases) {
        super(session, releases);
        this.openVino = openVino;
        this.errors = errors;
        this.request = request;
        for (Port port : session.inputPorts()) {
            NativeMemory memory = allocate(port, tensors);
            checkRun("ov_infer_request_set_input_tensor_by_index", openVino.ov_infer_request_set_input_tensor_by_index(
                    request, inputs.size(), tensor(port, memory, tensors)));
            inputs.add(memory);
        }
        for (Port port : session.outputPorts()) {
            outputs.add(output(port, tensors));
        }
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs.get(index).view();
    }

    @Override
    public ByteBuffer output(int index) {
        return outputs.get(index).values();
    }

    @Override
    public long[] outputShape(int index) {
        return outputs.get(index).shape();
    }

    @Override
    protected void execute() {
        checkRun("ov_infer_request_infer", openVino.ov_infer_request_infer(request));
        for (int index = 0; index < outputs.size(); index++) {
            outputs.get(index).take(index);
        }
    }

    OpenVino openVino() {
        return openVino;
    }

    Pointer request() {
        return request;
    }

    void checkRun(String function, int status) {
        errors.checkRun(function, status, session().model(), session().accelerator().id());
    }

    private OutputTensor output(Port port, Releases releases) {
        if (!Tensors.fixed(port.spec())) {
            OpenOutput open = new OpenOutput(this);
            releases.add(open::close);
            return open;
        }
        NativeMemory memory = allocate(port, releases);
        checkRun("ov_infer_request_set_output_tensor_by_index", openVino.ov_infer_request_set_output_tensor_by_index(
                request, outputs.size(), tensor(port, memory, releases)));
        return new OutputTensor.Fixed(memory.view(), Tensors.shape(port.spec()));
    }

    private Pointer tensor(Port port, NativeMemory memory, Releases releases) {
        PointerByReference tensor = new PointerByReference();
        checkRun("ov_tensor_create_from_host_ptr", openVino.ov_tensor_create_from_host_ptr(port.type(),
                Port.shape(Tensors.shape(port.spec())), Native.getDirectBufferPointer(memory.view()), tensor));
        Pointer created = tensor.getValue();
        releases.add(() -> openVino.ov_tensor_free(created));
        return created;
    }

    private static NativeMemory allocate(Port port, Releases releases) {
        NativeMemory memory = NativeMemory.allocate(Tensors.bytes(port.spec()));
        releases.add(memory::close);
        return memory;
    }
}
