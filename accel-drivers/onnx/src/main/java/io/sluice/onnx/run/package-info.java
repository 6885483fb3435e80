/**
 * Models run by ONNX Runtime for the sake of compression: calibrated, compared, timed. Used away from the streams; the
 * way of live pictures is the accelerators'.
 */
package io.sluice.onnx.run;
