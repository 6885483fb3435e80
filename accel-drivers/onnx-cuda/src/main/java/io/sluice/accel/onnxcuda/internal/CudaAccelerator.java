package io.sluice.accel.onnxcuda.internal;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.accel.onnxsession.OnnxDeviceListener;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A GPU that runs models by ONNX Runtime and is watched by NVML. Thread-safe. */
final class CudaAccelerator implements HostedAccelerator, OnnxDeviceListener {

    private static final Logger LOG = LoggerFactory.getLogger(CudaAccelerator.class);

    private final AcceleratorInfo info;
    private final Gpu gpu;
    private final NvmlLibrary nvml;
    private final String id;
    private final OnnxDevice device;
    private volatile Consumer<UnavailableException> lostListener = lost -> {};

    CudaAccelerator(CudaBackend backend, AcceleratorInfo info, NvmlLibrary nvml, CudaSettings settings) {
        this.info = info;
        this.nvml = nvml;
        gpu = backend.gpu();
        id = backend.id();
        device = new OnnxDevice(backend, info.formats(), info.lanes(), settings.runLimit(), this);
    }

    /** Runs the self-test. */
    void prove() {
        SelfTest.pass(id, device);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public AcceleratorInfo info() {
        return info;
    }

    @Override
    public AcceleratorReadings readings() {
        try {
            return nvml.readings(gpu.uuid());
        } catch (UnavailableException silent) {
            LOG.debug("{} does not tell how it is", id, silent);
            if (silent.code().equals("accelerator.device.lost")) {
                lostListener.accept(silent);
            }
            return AcceleratorReadings.NONE;
        }
    }

    @Override
    public InferenceSession load(ModelData model) {
        return device.load(model);
    }

    @Override
    public void releaseQuarantine() {
        device.releaseQuarantine();
    }

    @Override
    public void onLost(Consumer<UnavailableException> listener) {
        lostListener = listener;
    }

    @Override
    public void lost(UnavailableException failure) {
        lostListener.accept(failure);
    }

    /** Whoever runs them is told by each run. */
    @Override
    public void quarantined(List<String> models) {
        if (!models.isEmpty()) {
            LOG.warn("Not run on {} any more, having hung again and again: {}", id, String.join(", ", models));
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
