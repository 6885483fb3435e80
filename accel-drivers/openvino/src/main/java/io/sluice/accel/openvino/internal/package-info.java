/**
 * Intel's devices, by the C interface of {@code libopenvino_c}. Functions, structures and codes are those of
 * {@code openvino/c/*.h} of OpenVINO 2023.3 and later, 64-bit.
 */
package io.sluice.accel.openvino.internal;
