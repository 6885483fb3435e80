package io.sluice.accel.rockchip.internal;

import com.sun.jna.Native;
import com.sun.jna.Structure;
import com.sun.jna.ptr.LongByReference;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.NativeAccelerator;
import io.sluice.accel.nativelib.NativeSession;
import io.sluice.accel.nativelib.Releases;
import io.sluice.accel.rockchip.internal.RknnStructs.Counts;
import io.sluice.accel.rockchip.internal.RknnStructs.SdkVersion;
import io.sluice.accel.rockchip.internal.RknnStructs.TensorAttributes;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NPU of the chip this gateway runs on. */
final class RknnAccelerator extends NativeAccelerator {

    static final String ID = "rknpu-0";

    private static final Logger LOG = LoggerFactory.getLogger(RknnAccelerator.class);

    /** Far beyond any real model; keeps a damaged one from filling the memory. */
    private static final int MOST_TENSORS = 1024;

    private final Rknn rknn;
    private final RknpuDevice device;
    private final int coreMask;

    RknnAccelerator(Rknn rknn, RknpuDevice device, int coreMask) {
        super(ID, device.info(), new Releases());
        this.rknn = rknn;
        this.device = device;
        this.coreMask = coreMask;
    }

    @Override
    protected AcceleratorReadings read() {
        return device.readings();
    }

    @Override
    protected NativeSession load(ModelData model, ByteBuffer content, Releases releases) {
        LongByReference context = new LongByReference();
        check("rknn_init", model, rknn.rknn_init(
                context, Native.getDirectBufferPointer(content), content.capacity(), 0, null));
        long loaded = context.getValue();
        releases.add(() -> rknn.rknn_destroy(loaded));
        SdkVersion version = query(model, loaded, Rknn.QUERY_SDK_VERSION, new SdkVersion());
        LOG.debug("RKNN {}, driver {}", Native.toString(version.api), Native.toString(version.driver));
        Counts counts = query(model, loaded, Rknn.QUERY_IN_OUT_NUM, new Counts());
        return new RknnSession(this, model.name(), rknn, loaded, coreMask,
                tensors(model, loaded, Rknn.QUERY_INPUT_ATTR, counts.inputs, RknnTensor::input),
                tensors(model, loaded, Rknn.QUERY_OUTPUT_ATTR, counts.outputs, RknnTensor::output), releases);
    }

    private List<RknnTensor> tensors(ModelData model, long context, int command, int count,
            BiFunction<String, TensorAttributes, RknnTensor> kind) {
        if (count < 1 || count > MOST_TENSORS) {
            throw Failures.invalid(model.name(), "it has " + Integer.toUnsignedString(count) + " inputs or outputs");
        }
        List<RknnTensor> tensors = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            TensorAttributes attributes = new TensorAttributes();
            attributes.index = index;
            attributes.write();
            tensors.add(kind.apply(model.name(), query(model, context, command, attributes)));
        }
        return tensors;
    }

    private <T extends Structure> T query(ModelData model, long context, int command, T answer) {
        check("rknn_query", model, rknn.rknn_query(context, command, answer.getPointer(), answer.size()));
        answer.read();
        return answer;
    }

    private static void check(String function, ModelData model, int code) {
        RknnErrors.checkLoad(function, code, model.name(), ID);
    }
}
