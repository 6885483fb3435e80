package io.sluice.accel.onnxcuda.internal;

import java.time.Duration;

/**
 * How the GPUs are used.
 *
 * @param provider which of ONNX Runtime's is used
 * @param lanes how many runs a GPU does at once
 * @param runLimit how long a run may last
 */
record CudaSettings(Provider provider, int lanes, Duration runLimit) {}
