package io.sluice.accel.ascend.internal;

import io.sluice.accel.nativelib.NativeBinding;
import io.sluice.accel.nativelib.Releases;
import java.nio.ByteBuffer;

/** One caller's memory on host and device. The copies between them are the chip's own, from and to pinned memory. */
final class AclBinding extends NativeBinding {

    private final AclSession session;
    private final AclDataset.Owner owner;
    private final AclDataset inputs;
    private final AclDataset outputs;

    AclBinding(AclSession session, AclDataset.Owner owner, Releases releases) {
        super(session, releases);
        this.session = session;
        this.owner = owner;
        inputs = new AclDataset(owner, session.inputTensors());
        outputs = new AclDataset(owner, session.outputTensors());
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs.view(index);
    }

    @Override
    public ByteBuffer output(int index) {
        return outputs.view(index);
    }

    @Override
    protected void execute() {
        owner.check("aclrtSetCurrentContext", owner.context().enter());
        inputs.toDevice();
        owner.check("aclmdlExecute",
                owner.acl().aclmdlExecute(session.modelId(), inputs.pointer(), outputs.pointer()));
        outputs.toHost();
    }
}
