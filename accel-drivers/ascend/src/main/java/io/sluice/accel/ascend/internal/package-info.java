/**
 * Huawei's Ascend NPUs, by the C interface of {@code libascendcl} (AscendCL). Functions, structures and codes are those of
 * {@code acl/acl_*.h} of CANN 6 to 8, 64-bit.
 */
package io.sluice.accel.ascend.internal;
