package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtEnvironment;

/**
 * What all sessions of the processor share.
 *
 * @param environment ONNX Runtime
 * @param lanes who may run now
 * @param watchdog stops who runs too long
 * @param quarantine who does so again and again
 */
record Device(OrtEnvironment environment, Lanes lanes, Watchdog watchdog, Quarantine quarantine) {}
