package io.sluice.accel.onnxcuda.internal;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Codes of CUDA ({@code CUresult} of {@code cuda.h}, {@code cudaError} of {@code driver_types.h}, which have the same numbers) and
 * what they mean where ONNX Runtime tells them, as in {@code CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; ...}.
 */
final class CudaCodes {

    private static final Pattern TOLD = Pattern.compile("CUDA failure (\\d+)");
    private static final int OUT_OF_MEMORY = 2;

    /** After these nothing succeeds on the device within this process. */
    private static final Map<Integer, String> LOST = Map.ofEntries(
            Map.entry(46, "CUDA_ERROR_DEVICE_UNAVAILABLE"),
            Map.entry(100, "CUDA_ERROR_NO_DEVICE"),
            Map.entry(101, "CUDA_ERROR_INVALID_DEVICE"),
            Map.entry(214, "CUDA_ERROR_ECC_UNCORRECTABLE"),
            Map.entry(700, "CUDA_ERROR_ILLEGAL_ADDRESS"),
            Map.entry(702, "CUDA_ERROR_LAUNCH_TIMEOUT"),
            Map.entry(709, "CUDA_ERROR_CONTEXT_IS_DESTROYED"),
            Map.entry(710, "CUDA_ERROR_ASSERT"),
            Map.entry(714, "CUDA_ERROR_HARDWARE_STACK_ERROR"),
            Map.entry(715, "CUDA_ERROR_ILLEGAL_INSTRUCTION"),
            Map.entry(716, "CUDA_ERROR_MISALIGNED_ADDRESS"),
            Map.entry(717, "CUDA_ERROR_INVALID_ADDRESS_SPACE"),
            Map.entry(718, "CUDA_ERROR_INVALID_PC"),
            Map.entry(719, "CUDA_ERROR_LAUNCH_FAILED"),
            Map.entry(999, "CUDA_ERROR_UNKNOWN"));

    private CudaCodes() {}

    static String name(int code) {
        return LOST.getOrDefault(code, "");
    }

    static boolean isLost(String reason) {
        return LOST.containsKey(code(reason));
    }

    static boolean isOutOfMemory(String reason) {
        return code(reason) == OUT_OF_MEMORY;
    }

    private static int code(String reason) {
        Matcher told = TOLD.matcher(reason);
        return told.find() ? Integer.parseInt(told.group(1)) : 0;
    }
}
