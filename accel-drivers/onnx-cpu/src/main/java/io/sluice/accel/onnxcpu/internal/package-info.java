/** ONNX Runtime on the processor as an accelerator. */
package io.sluice.accel.onnxcpu.internal;
