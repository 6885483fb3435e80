package io.sluice.accel.rockchip.internal;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;

/** The functions of {@code rknn_api.h} in use, by their names there. Each returns 0 or an error below 0. */
interface Rknn extends Library {

    /** Commands of {@link #rknn_query}. */
    int QUERY_IN_OUT_NUM = 0;
    int QUERY_INPUT_ATTR = 1;
    int QUERY_OUTPUT_ATTR = 2;
    int QUERY_SDK_VERSION = 5;

    /** Layouts of tensors. */
    int NCHW = 0;
    int NHWC = 1;

    /** Loads a model, whose bytes are copied; flags and extension stay unused. */
    int rknn_init(LongByReference context, Pointer model, int size, int flag, Pointer extend);

    /** A second context on the same weights, so that two threads can run one model. */
    int rknn_dup_context(LongByReference from, LongByReference to);

    int rknn_destroy(long context);

    int rknn_query(long context, int command, Pointer info, int size);

    int rknn_set_core_mask(long context, int mask);

    /** @param inputs an array of {@link RknnStructs.Input} */
    int rknn_inputs_set(long context, int count, Pointer inputs);

    int rknn_run(long context, Pointer extend);

    /** @param outputs an array of {@link RknnStructs.Output} */
    int rknn_outputs_get(long context, int count, Pointer outputs, Pointer extend);

    int rknn_outputs_release(long context, int count, Pointer outputs);
}
