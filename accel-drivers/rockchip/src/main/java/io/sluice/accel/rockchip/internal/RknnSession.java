package io.sluice.accel.rockchip.internal;

import com.sun.jna.ptr.LongByReference;
import io.sluice.accel.nativelib.NativeBinding;
import io.sluice.accel.nativelib.NativeSession;
import io.sluice.accel.nativelib.Releases;
import java.util.List;

/** A model in the runtime: a context that owns the weights and never runs itself. */
final class RknnSession extends NativeSession {

    private final Rknn rknn;
    private final long context;
    private final int coreMask;
    private final List<RknnTensor> inputs;
    private final List<RknnTensor> outputs;

    RknnSession(RknnAccelerator accelerator, String model, Rknn rknn, long context, int coreMask, List<RknnTensor> inputs,
            List<RknnTensor> outputs, Releases releases) {
        super(accelerator, model, inputs.stream().map(RknnTensor::spec).toList(),
                outputs.stream().map(RknnTensor::spec).toList(), releases);
        this.rknn = rknn;
        this.context = context;
        this.coreMask = coreMask;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    List<RknnTensor> inputTensors() {
        return inputs;
    }

    List<RknnTensor> outputTensors() {
        return outputs;
    }

    @Override
    protected NativeBinding bind(Releases releases) {
        LongByReference own = new LongByReference();
        check("rknn_dup_context", rknn.rknn_dup_context(new LongByReference(context), own));
        long duplicate = own.getValue();
        releases.add(() -> rknn.rknn_destroy(duplicate));
        if (coreMask != 0) {
            check("rknn_set_core_mask", rknn.rknn_set_core_mask(duplicate, coreMask));
        }
        return new RknnBinding(this, rknn, duplicate, releases);
    }

    private void check(String function, int code) {
        RknnErrors.checkRun(function, code, model(), accelerator().id());
    }
}
