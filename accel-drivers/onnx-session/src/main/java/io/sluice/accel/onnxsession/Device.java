package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtEnvironment;

/**
 * What all sessions of a device share.
 *
 * @param environment ONNX Runtime
 * @param backend which device it is
 * @param lanes who may run now
 * @param watchdog stops who runs too long
 * @param quarantine who does so again and again
 * @param failures what goes wrong, in the gateway's terms
 */
record Device(
        OrtEnvironment environment,
        OnnxBackend backend,
        Lanes lanes,
        Watchdog watchdog,
        Quarantine quarantine,
        Failures failures) {}
