/** NVIDIA's GPUs by ONNX Runtime: found and watched by NVML, run by the CUDA and TensorRT execution providers. */
package io.sluice.accel.onnxcuda.internal;
