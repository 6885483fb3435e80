package io.sluice.accel.openvino.internal;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Devices;
import io.sluice.accel.openvino.internal.OpenVinoStructs.PartialShape;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Shape;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Version;

/**
 * The functions of {@code openvino/c} in use, by their names there. Each {@code int} is an {@code ov_status_e}, 0 or an
 * error below 0; what is received by reference is to be freed by the function of its kind.
 */
interface OpenVino extends Library {

    int ov_get_openvino_version(Version version);

    void ov_version_free(Version version);

    /** A copy of the last error's text, for {@link #ov_free}. */
    Pointer ov_get_last_err_msg();

    void ov_free(Pointer text);

    int ov_core_create(PointerByReference core);

    void ov_core_free(Pointer core);

    int ov_core_get_available_devices(Pointer core, Devices devices);

    void ov_available_devices_free(Devices devices);

    int ov_core_get_property(Pointer core, String device, String key, PointerByReference value);

    /** @param weights file of weights; null where it lies beside the model, or the model has its weights within */
    int ov_core_read_model(Pointer core, String path, String weights, PointerByReference model);

    int ov_core_read_model_from_memory_buffer(
            Pointer core, Pointer content, long bytes, Pointer weights, PointerByReference model);

    void ov_model_free(Pointer model);

    int ov_model_inputs_size(Pointer model, LongByReference size);

    int ov_model_const_input_by_index(Pointer model, long index, PointerByReference port);

    /**
     * @param indexes of inputs, each a {@code size_t}
     * @param shapes of them, each an {@code ov_partial_shape_t}
     */
    int ov_model_reshape_by_port_indexes(Pointer model, Pointer indexes, Pointer shapes, long count);

    /** @param texts how many texts follow, two for each property */
    int ov_core_compile_model(
            Pointer core, Pointer model, String device, long texts, PointerByReference compiled, Object... properties);

    void ov_compiled_model_free(Pointer compiled);

    int ov_compiled_model_inputs_size(Pointer compiled, LongByReference size);

    int ov_compiled_model_outputs_size(Pointer compiled, LongByReference size);

    int ov_compiled_model_input_by_index(Pointer compiled, long index, PointerByReference port);

    int ov_compiled_model_output_by_index(Pointer compiled, long index, PointerByReference port);

    int ov_port_get_any_name(Pointer port, PointerByReference name);

    int ov_port_get_element_type(Pointer port, IntByReference type);

    int ov_port_get_partial_shape(Pointer port, PartialShape shape);

    void ov_partial_shape_free(PartialShape shape);

    void ov_output_const_port_free(Pointer port);

    int ov_compiled_model_create_infer_request(Pointer compiled, PointerByReference request);

    void ov_infer_request_free(Pointer request);

    int ov_tensor_create(int type, Shape.ByValue shape, PointerByReference tensor);

    /** A tensor in memory of the caller's, which outlives it. */
    int ov_tensor_create_from_host_ptr(int type, Shape.ByValue shape, Pointer memory, PointerByReference tensor);

    int ov_tensor_get_byte_size(Pointer tensor, LongByReference bytes);

    int ov_tensor_get_shape(Pointer tensor, Shape shape);

    int ov_tensor_data(Pointer tensor, PointerByReference data);

    void ov_tensor_free(Pointer tensor);

    int ov_shape_free(Shape shape);

    int ov_infer_request_set_input_tensor_by_index(Pointer request, long index, Pointer tensor);

    int ov_infer_request_set_output_tensor_by_index(Pointer request, long index, Pointer tensor);

    int ov_infer_request_get_output_tensor_by_index(Pointer request, long index, PointerByReference tensor);

    int ov_infer_request_infer(Pointer request);
}
