package io.sluice.accel.openvino.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Shape;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;

/** An output whose size only a run tells: copied out of the request, into memory that grows to the largest seen. */
final class OpenOutput implements OutputTensor, AutoCloseable {

    private final OpenVinoBinding binding;
    private NativeMemory memory = NativeMemory.allocate(0);
    private ByteBuffer values = memory.view();
    private long[] shape = {0};

    OpenOutput(OpenVinoBinding binding) {
        this.binding = binding;
    }

    @Override
    public ByteBuffer values() {
        return values;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public void take(int index) {
        OpenVino openVino = binding.openVino();
        PointerByReference tensor = new PointerByReference();
        binding.checkRun("ov_infer_request_get_output_tensor_by_index",
                openVino.ov_infer_request_get_output_tensor_by_index(binding.request(), index, tensor));
        try {
            copy(openVino, tensor.getValue());
        } finally {
            openVino.ov_tensor_free(tensor.getValue());
        }
    }

    @Override
    public void close() {
        memory.close();
    }

    private void copy(OpenVino openVino, Pointer tensor) {
        Shape current = new Shape();
        binding.checkRun("ov_tensor_get_shape", openVino.ov_tensor_get_shape(tensor, current));
        try {
            shape = Port.sizes(current.rank, current.sizes);
        } finally {
            openVino.ov_shape_free(current);
        }
        LongByReference size = new LongByReference();
        binding.checkRun("ov_tensor_get_byte_size", openVino.ov_tensor_get_byte_size(tensor, size));
        PointerByReference data = new PointerByReference();
        binding.checkRun("ov_tensor_data", openVino.ov_tensor_data(tensor, data));
        int bytes = Math.toIntExact(size.getValue());
        if (memory.view().capacity() < bytes) {
            NativeMemory larger = NativeMemory.allocate(bytes + bytes / 2L);
            memory.close();
            memory = larger;
        }
        if (bytes > 0) {
            memory.view().put(0, data.getValue().getByteBuffer(0, bytes), 0, bytes);
        }
        values = memory.view().slice(0, bytes).order(memory.view().order());
    }
}
