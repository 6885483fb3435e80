/**
 * Rockchip's NPUs, by the C interface of {@code librknnrt}. Functions, structures and codes are those of {@code rknn_api.h}
 * of RKNN-Toolkit2 1.4 to 2.3, 64-bit.
 */
package io.sluice.accel.rockchip.internal;
