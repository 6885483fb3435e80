package io.sluice.accel.openvino.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.NativeBinding;
import io.sluice.accel.nativelib.NativeSession;
import io.sluice.accel.nativelib.Releases;
import java.util.List;

/** A model compiled for one device. */
final class OpenVinoSession extends NativeSession {

    private final OpenVino openVino;
    private final OpenVinoErrors errors;
    private final Pointer compiled;
    private final List<Port> inputs;
    private final List<Port> outputs;

    OpenVinoSession(OpenVinoAccelerator accelerator, String model, OpenVino openVino, OpenVinoErrors errors,
            Pointer compiled, List<Port> inputs, List<Port> outputs, Releases releases) {
        super(accelerator, model, inputs.stream().map(Port::spec).toList(), outputs.stream().map(Port::spec).toList(),
                releases);
        this.openVino = openVino;
        this.errors = errors;
        this.compiled = compiled;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    List<Port> inputPorts() {
        return inputs;
    }

    List<Port> outputPorts() {
        return outputs;
    }

    @Override
    protected NativeBinding bind(Releases releases) {
        PointerByReference created = new PointerByReference();
        errors.checkRun("ov_compiled_model_create_infer_request",
                openVino.ov_compiled_model_create_infer_request(compiled, created), model(), accelerator().id());
        Pointer request = created.getValue();
        // Freed before its tensors and their memory, which it refers to.
        Releases tensors = new Releases();
        releases.add(tensors::close);
        releases.add(() -> openVino.ov_infer_request_free(request));
        return new OpenVinoBinding(this, openVino, errors, request, tensors, releases);
    }
}
