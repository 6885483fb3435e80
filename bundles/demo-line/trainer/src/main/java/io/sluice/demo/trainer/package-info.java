/**
 * Teaches a small detector on rendered boards and measures it on others. The network's forward and backward pass are
 * one ONNX graph that ONNX Runtime runs; the step down the gradient is taken here. Runs offline, on the processor.
 */
package io.sluice.demo.trainer;
