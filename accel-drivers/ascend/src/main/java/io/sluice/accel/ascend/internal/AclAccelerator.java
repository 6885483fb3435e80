package io.sluice.accel.ascend.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.sluice.accel.ascend.internal.AclStructs.Dimensions;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.NativeAccelerator;
import io.sluice.accel.nativelib.NativeSession;
import io.sluice.accel.nativelib.Releases;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One NPU. */
final class AclAccelerator extends NativeAccelerator {

    private static final int MOST_TENSORS = 1024;

    private final int number;
    private final Acl acl;
    private final AclLoad load;
    private final AclErrors errors;
    private final AclContext context;

    /** @param number of the device */
    AclAccelerator(int number, AcceleratorInfo info, Acl acl, AclLoad load, AclContext context, Releases releases) {
        super("ascend-" + number, info, releases);
        this.number = number;
        this.acl = acl;
        this.load = load;
        this.context = context;
        errors = new AclErrors(acl);
    }

    @Override
    protected AcceleratorReadings read() {
        LongByReference free = new LongByReference();
        LongByReference total = new LongByReference();
        OptionalLong used = context.enter() == 0 && memory(acl, free, total)
                ? OptionalLong.of(total.getValue() - free.getValue())
                : OptionalLong.empty();
        return new AcceleratorReadings(load.utilisation(number), OptionalDouble.empty(), used, false);
    }

    /** A chip has memory of one kind; the other is nought or an error. */
    static boolean memory(Acl acl, LongByReference free, LongByReference total) {
        return acl.aclrtGetMemInfo(Acl.HBM_MEM, free, total) == 0 && total.getValue() > 0
                || acl.aclrtGetMemInfo(Acl.DDR_MEM, free, total) == 0 && total.getValue() > 0;
    }

    @Override
    protected NativeSession load(ModelData model, ByteBuffer content, Releases releases) {
        check("aclrtSetCurrentContext", model, context.enter());
        IntByReference loaded = new IntByReference();
        check("aclmdlLoadFromMem", model, acl.aclmdlLoadFromMem(
                Native.getDirectBufferPointer(content), content.capacity(), loaded));
        int modelId = loaded.getValue();
        releases.add(() -> {
            context.enter();
            acl.aclmdlUnload(modelId);
        });
        Pointer description = acl.aclmdlCreateDesc();
        if (description == null) {
            throw errors.noMemory("aclmdlCreateDesc", model.name(), id());
        }
        try {
            check("aclmdlGetDesc", model, acl.aclmdlGetDesc(description, modelId));
            return new AclSession(this, model.name(), acl, errors, context, modelId, inputs(model, description),
                    outputs(model, description), releases);
        } finally {
            acl.aclmdlDestroyDesc(description);
        }
    }

    private List<AclTensor> inputs(ModelData model, Pointer description) {
        long count = count(model, acl.aclmdlGetNumInputs(description), "inputs");
        List<AclTensor> inputs = new ArrayList<>();
        for (long index = 0; index < count; index++) {
            Dimensions dimensions = new Dimensions();
            check("aclmdlGetInputDims", model, acl.aclmdlGetInputDims(description, index, dimensions));
            inputs.add(AclTensor.of(model.name(), acl.aclmdlGetInputNameByIndex(description, index),
                    acl.aclmdlGetInputDataType(description, index), dimensions,
                    acl.aclmdlGetInputSizeByIndex(description, index)));
        }
        return inputs;
    }

    private List<AclTensor> outputs(ModelData model, Pointer description) {
        long count = count(model, acl.aclmdlGetNumOutputs(description), "outputs");
        List<AclTensor> outputs = new ArrayList<>();
        for (long index = 0; index < count; index++) {
            Dimensions dimensions = new Dimensions();
            check("aclmdlGetOutputDims", model, acl.aclmdlGetOutputDims(description, index, dimensions));
            outputs.add(AclTensor.of(model.name(), acl.aclmdlGetOutputNameByIndex(description, index),
                    acl.aclmdlGetOutputDataType(description, index), dimensions,
                    acl.aclmdlGetOutputSizeByIndex(description, index)));
        }
        return outputs;
    }

    private static long count(ModelData model, long count, String what) {
        if (count < 1 || count > MOST_TENSORS) {
            throw Failures.invalid(model.name(), "it has " + count + " " + what);
        }
        return count;
    }

    private void check(String function, ModelData model, int code) {
        errors.checkLoad(function, code, model.name(), id());
    }
}
