/**
 * What drivers by ONNX Runtime's Java API have in common: models checked and loaded, tensors bound once, runs in turns,
 * watched and stopped, and what goes wrong said precisely.
 */
package io.sluice.accel.onnxsession;
