package io.sluice.accel.ascend.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.Releases;
import io.sluice.accel.nativelib.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs or the outputs of one caller: pinned memory of the host that the caller sees, memory of the device beside it,
 * and what the library wants to call it by. Only used with the device's context set.
 */
final class AclDataset {

    /** How this caller's model and device are called, for errors, and what frees it all. */
    record Owner(Acl acl, AclErrors errors, AclContext context, String model, String device, Releases releases) {

        void check(String function, int code) {
            errors.checkRun(function, code, model, device);
        }

        /** The context of the thread that frees is any or none. */
        void releaseWithContext(Runnable step) {
            releases.add(() -> {
                context.enter();
                step.run();
            });
        }
    }

    private record Slot(ByteBuffer view, Pointer host, Pointer device, long bytes) {}

    private final Owner owner;
    private final Pointer dataset;
    private final List<Slot> slots = new ArrayList<>();

    AclDataset(Owner owner, List<AclTensor> tensors) {
        this.owner = owner;
        dataset = created("aclmdlCreateDataset", owner.acl().aclmdlCreateDataset());
        owner.releaseWithContext(() -> owner.acl().aclmdlDestroyDataset(dataset));
        tensors.forEach(this::add);
    }

    Pointer pointer() {
        return dataset;
    }

    ByteBuffer view(int index) {
        return slots.get(index).view();
    }

    void toDevice() {
        for (Slot slot : slots) {
            owner.check("aclrtMemcpy", owner.acl().aclrtMemcpy(
                    slot.device(), slot.bytes(), slot.host(), slot.bytes(), Acl.HOST_TO_DEVICE));
        }
    }

    void toHost() {
        for (Slot slot : slots) {
            owner.check("aclrtMemcpy", owner.acl().aclrtMemcpy(
                    slot.host(), slot.bytes(), slot.device(), slot.bytes(), Acl.DEVICE_TO_HOST));
        }
    }

    private void add(AclTensor tensor) {
        Acl acl = owner.acl();
        PointerByReference memory = new PointerByReference();
        owner.check("aclrtMallocHost", acl.aclrtMallocHost(memory, tensor.bytes()));
        Pointer host = memory.getValue();
        owner.releaseWithContext(() -> acl.aclrtFreeHost(host));
        owner.check("aclrtMalloc", acl.aclrtMalloc(memory, tensor.bytes(), Acl.MALLOC_HUGE_FIRST));
        Pointer device = memory.getValue();
        owner.releaseWithContext(() -> acl.aclrtFree(device));
        Pointer buffer = created("aclCreateDataBuffer", acl.aclCreateDataBuffer(device, tensor.bytes()));
        owner.releaseWithContext(() -> acl.aclDestroyDataBuffer(buffer));
        owner.check("aclmdlAddDatasetBuffer", acl.aclmdlAddDatasetBuffer(dataset, buffer));
        host.clear(tensor.bytes());
        ByteBuffer view = host.getByteBuffer(0, Tensors.bytes(tensor.spec())).order(ByteOrder.nativeOrder());
        slots.add(new Slot(view, host, device, tensor.bytes()));
    }

    private Pointer created(String function, Pointer pointer) {
        if (pointer == null) {
            throw owner.errors().noMemory(function, owner.model(), owner.device());
        }
        return pointer;
    }
}
