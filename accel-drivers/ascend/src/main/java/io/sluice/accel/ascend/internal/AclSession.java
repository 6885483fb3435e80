package io.sluice.accel.ascend.internal;

import io.sluice.accel.nativelib.NativeBinding;
import io.sluice.accel.nativelib.NativeSession;
import io.sluice.accel.nativelib.Releases;
import java.util.List;

/** A model on a device. */
final class AclSession extends NativeSession {

    private final Acl acl;
    private final AclErrors errors;
    private final AclContext context;
    private final int modelId;
    private final List<AclTensor> inputs;
    private final List<AclTensor> outputs;

    AclSession(AclAccelerator accelerator, String model, Acl acl, AclErrors errors, AclContext context, int modelId,
            List<AclTensor> inputs, List<AclTensor> outputs, Releases releases) {
        super(accelerator, model, inputs.stream().map(AclTensor::spec).toList(),
                outputs.stream().map(AclTensor::spec).toList(), releases);
        this.acl = acl;
        this.errors = errors;
        this.context = context;
        this.modelId = modelId;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    int modelId() {
        return modelId;
    }

    List<AclTensor> inputTensors() {
        return inputs;
    }

    List<AclTensor> outputTensors() {
        return outputs;
    }

    @Override
    protected NativeBinding bind(Releases releases) {
        AclDataset.Owner owner =
                new AclDataset.Owner(acl, errors, context, model(), accelerator().id(), releases);
        owner.check("aclrtSetCurrentContext", context.enter());
        return new AclBinding(this, owner, releases);
    }
}
