package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is left of messages as ONNX Runtime 1.29 writes them. */
class ReasonTest {

    @Test
    void codesAndPlacesInSourcesAreLeftOut() {
        assertEquals("StandInEP: core must be 0 or 1, not 7", Reason.of("Error code - ORT_FAIL - message: "
                + "/onnxruntime_src/onnxruntime/core/session/plugin_ep/ep_plugin_provider_interfaces.cc:70 virtual "
                + "std::unique_ptr<onnxruntime::IExecutionProvider> onnxruntime::PluginExecutionProviderFactory::"
                + "CreateProvider(const OrtSessionOptions&, const OrtLogger&) Error creating execution provider: "
                + "[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : StandInEP: core must be 0 or 1, not 7\n"));
        assertEquals("StandInEP: the compiler ran out of registers",
                Reason.of("Error code - ORT_EP_FAIL - message: StandInEP: the compiler ran out of registers"));
    }

    @Test
    void whatHasNoneStaysAndNothingIsSaidToBeSo() {
        assertEquals("bad [shape] : 3 : given", Reason.of("bad [shape] : 3 : given"));
        assertEquals("no reason given", Reason.of((String) null));
        assertEquals("", Reason.of(""));
    }
}
