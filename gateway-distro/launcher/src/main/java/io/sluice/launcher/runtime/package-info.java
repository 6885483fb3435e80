/** Fetches the build of ONNX Runtime for NVIDIA's GPUs, which is too large to be part of every gateway. */
package io.sluice.launcher.runtime;
