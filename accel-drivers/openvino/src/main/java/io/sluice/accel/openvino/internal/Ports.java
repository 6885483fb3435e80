package io.sluice.accel.openvino.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.openvino.internal.OpenVinoStructs.PartialShape;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import java.util.ArrayList;
import java.util.List;

/** Asks a compiled model for its inputs and outputs. Lives during the loading of one model. */
final class Ports {

    private static final int MOST_PORTS = 1024;
    private static final int MOST_DIMENSIONS = 32;
    private static final long PROBE_ELEMENTS = 64;

    private final OpenVino openVino;
    private final OpenVinoErrors errors;
    private final Pointer compiled;
    private final String model;
    private final String device;

    Ports(OpenVino openVino, OpenVinoErrors errors, Pointer compiled, String model, String device) {
        this.openVino = openVino;
        this.errors = errors;
        this.compiled = compiled;
        this.model = model;
        this.device = device;
    }

    List<Port> inputs() {
        LongByReference size = new LongByReference();
        check("ov_compiled_model_inputs_size", openVino.ov_compiled_model_inputs_size(compiled, size));
        return ports(size.getValue(), true);
    }

    List<Port> outputs() {
        LongByReference size = new LongByReference();
        check("ov_compiled_model_outputs_size", openVino.ov_compiled_model_outputs_size(compiled, size));
        return ports(size.getValue(), false);
    }

    private List<Port> ports(long size, boolean input) {
        if (size < 1 || size > MOST_PORTS) {
            throw Failures.invalid(model, "it has " + size + (input ? " inputs" : " outputs"));
        }
        List<Port> ports = new ArrayList<>();
        for (long index = 0; index < size; index++) {
            PointerByReference port = new PointerByReference();
            if (input) {
                check("ov_compiled_model_input_by_index",
                        openVino.ov_compiled_model_input_by_index(compiled, index, port));
            } else {
                check("ov_compiled_model_output_by_index",
                        openVino.ov_compiled_model_output_by_index(compiled, index, port));
            }
            try {
                ports.add(describe(port.getValue(), (input ? "input" : "output") + index));
            } finally {
                openVino.ov_output_const_port_free(port.getValue());
            }
        }
        return ports;
    }

    private Port describe(Pointer port, String unnamed) {
        IntByReference type = new IntByReference();
        check("ov_port_get_element_type", openVino.ov_port_get_element_type(port, type));
        String name = name(port, unnamed);
        return new Port(new TensorSpec(name, elementType(name, type.getValue()), shape(port)), type.getValue());
    }

    /** A tensor need not have a name; OpenVINO makes an error of it then. */
    private String name(Pointer port, String unnamed) {
        PointerByReference name = new PointerByReference();
        if (openVino.ov_port_get_any_name(port, name) != 0) {
            return unnamed;
        }
        try {
            return name.getValue().getString(0, "UTF-8");
        } finally {
            openVino.ov_free(name.getValue());
        }
    }

    private List<Long> shape(Pointer port) {
        PartialShape shape = new PartialShape();
        check("ov_port_get_partial_shape", openVino.ov_port_get_partial_shape(port, shape));
        try {
            if (shape.lowestRank != shape.highestRank || shape.highestRank > MOST_DIMENSIONS) {
                throw Failures.invalid(model, "a tensor has no fixed number of dimensions");
            }
            List<Long> sizes = new ArrayList<>();
            for (int index = 0; index < shape.highestRank; index++) {
                long lowest = shape.ranges.getLong(2L * index * Long.BYTES);
                long highest = shape.ranges.getLong((2L * index + 1) * Long.BYTES);
                sizes.add(lowest == highest ? highest : -1);
            }
            return sizes;
        } finally {
            openVino.ov_partial_shape_free(shape);
        }
    }

    private ElementType elementType(String name, int type) {
        return switch (type) {
            case 2 -> ElementType.BOOL;
            case 4 -> ElementType.FLOAT16;
            case 5 -> ElementType.FLOAT32;
            case 8 -> ElementType.INT8;
            case 10 -> ElementType.INT32;
            case 11 -> ElementType.INT64;
            // U8 moved from 14 to 17 when narrower types were put before it; what else had these numbers is no byte wide.
            case 14, 17 -> {
                if (bytesOfProbe(type) != PROBE_ELEMENTS) {
                    throw Failures.typeUnsupported(model, name, "ov_element_type_e " + type);
                }
                yield ElementType.UINT8;
            }
            default -> throw Failures.typeUnsupported(model, name, "ov_element_type_e " + type);
        };
    }

    private long bytesOfProbe(int type) {
        PointerByReference tensor = new PointerByReference();
        check("ov_tensor_create", openVino.ov_tensor_create(type, Port.shape(PROBE_ELEMENTS), tensor));
        try {
            LongByReference bytes = new LongByReference();
            check("ov_tensor_get_byte_size", openVino.ov_tensor_get_byte_size(tensor.getValue(), bytes));
            return bytes.getValue();
        } finally {
            openVino.ov_tensor_free(tensor.getValue());
        }
    }

    private void check(String function, int status) {
        errors.checkLoad(function, status, model, device);
    }
}
