package io.sluice.accel.openvino.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.NativeAccelerator;
import io.sluice.accel.nativelib.NativeSession;
import io.sluice.accel.nativelib.Releases;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** One of OpenVINO's devices. */
final class OpenVinoAccelerator extends NativeAccelerator {

    /** Models that OpenVINO reads; its own, IR, in two files. */
    static final String ONNX = "onnx";
    static final String IR = "ir";

    private final OpenVino openVino;
    private final OpenVinoErrors errors;
    private final Pointer core;
    private final String device;
    private final Supplier<AcceleratorReadings> readings;

    OpenVinoAccelerator(String id, AcceleratorInfo info, OpenVino openVino, Pointer core, String device,
            Supplier<AcceleratorReadings> readings, Releases releases) {
        super(id, info, releases);
        this.openVino = openVino;
        this.core = core;
        this.device = device;
        this.readings = readings;
        errors = new OpenVinoErrors(openVino);
    }

    @Override
    protected AcceleratorReadings read() {
        return readings.get();
    }

    @Override
    protected NativeSession load(ModelData model, ByteBuffer content, Releases releases) {
        Pointer read = read(model, content);
        try {
            new OpenBatch(openVino, errors, model.name(), id()).close(read);
            PointerByReference created = new PointerByReference();
            // Frames are analysed as they come: what counts is how soon each is done.
            check("ov_core_compile_model", model, openVino.ov_core_compile_model(
                    core, read, device, 2, created, "PERFORMANCE_HINT", "LATENCY"));
            Pointer compiled = created.getValue();
            releases.add(() -> openVino.ov_compiled_model_free(compiled));
            Ports ports = new Ports(openVino, errors, compiled, model.name(), id());
            return new OpenVinoSession(this, model.name(), openVino, errors, compiled, ports.inputs(), ports.outputs(),
                    releases);
        } finally {
            openVino.ov_model_free(read);
        }
    }

    /** From its file where it has one, for weights may lie beside it. */
    private Pointer read(ModelData model, ByteBuffer content) {
        PointerByReference read = new PointerByReference();
        Optional<Path> file = model.file();
        if (file.isPresent()) {
            errors.checkRead("ov_core_read_model",
                    openVino.ov_core_read_model(core, file.get().toString(), null, read), model.name(), id());
        } else if (model.format().equals(IR)) {
            throw Failures.invalid(model.name(), "OpenVINO IR is two files, and cannot be kept encrypted");
        } else {
            errors.checkRead("ov_core_read_model_from_memory_buffer", openVino.ov_core_read_model_from_memory_buffer(
                    core, Native.getDirectBufferPointer(content), content.capacity(), null, read), model.name(), id());
        }
        return read.getValue();
    }

    private void check(String function, ModelData model, int status) {
        errors.checkLoad(function, status, model.name(), id());
    }
}
