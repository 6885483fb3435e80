package io.sluice.accel.onnxcpu.internal;

import java.lang.annotation.Annotation;

/** A configuration as Declarative Services would give it. */
@SuppressWarnings("ClassExplicitlyAnnotation")
record FakeConfig(int run_limit_seconds) implements OnnxCpuConfig {

    @Override
    public Class<? extends Annotation> annotationType() {
        return OnnxCpuConfig.class;
    }
}
