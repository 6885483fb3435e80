/**
 * ONNX files without their schema's generated code: read, checked, edited and written. Whatever the bytes are, the only
 * exception is {@link io.sluice.onnx.OnnxException}, and memory and time stay within {@link io.sluice.onnx.OnnxLimits}.
 */
package io.sluice.onnx;
