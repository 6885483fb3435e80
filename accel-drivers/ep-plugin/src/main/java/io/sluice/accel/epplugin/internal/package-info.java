/** Execution providers of ONNX Runtime, each a library of its own, as accelerators. */
package io.sluice.accel.epplugin.internal;
