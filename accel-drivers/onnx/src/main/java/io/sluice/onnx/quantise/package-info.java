/** Models made to compute in 8-bit integers. Pure editing: what needs frames and a runtime is in {@code run}. */
package io.sluice.onnx.quantise;
