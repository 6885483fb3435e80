package io.sluice.accel.ascend.internal;

import com.sun.jna.Pointer;

/**
 * The context of a device: every thread that calls the library has to be in one.
 *
 * @param pointer as the library calls it
 */
record AclContext(Acl acl, Pointer pointer) {

    /** @return an {@code aclError} */
    int enter() {
        return acl.aclrtSetCurrentContext(pointer);
    }
}
