package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.model.ModelData;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The processor as a service. Closes its sessions when it goes away. */
@Component(
        service = Accelerator.class,
        immediate = true,
        property = Accelerator.ID + "=" + OnnxCpu.CPU_0)
public final class OnnxCpuAccelerator implements Accelerator {

    private final OnnxCpu cpu = new OnnxCpu();
    private final StatusReports statuses;

    /** @param library only to come after it, and go before it */
    @Activate
    public OnnxCpuAccelerator(
            BundleContext context,
            @Reference(target = "(" + NativeLibrary.NAME + "=onnxruntime)") NativeLibrary library) {
        AcceleratorInfo info = cpu.info();
        String device = info.chip() + ", " + info.lanes() + (info.lanes() == 1 ? " core" : " cores");
        statuses = new StatusReports(context);
        statuses.report(new Subject(Subject.ACCELERATOR, OnnxCpu.CPU_0), Health.OK, "accelerator.ready",
                info.driver() + " runs models on " + device + ".", "",
                Map.of("runtime", info.driver(), "device", device));
    }

    @Deactivate
    void deactivate() {
        cpu.close();
        statuses.close();
    }

    @Override
    public String id() {
        return cpu.id();
    }

    @Override
    public AcceleratorInfo info() {
        return cpu.info();
    }

    @Override
    public AcceleratorReadings readings() {
        return cpu.readings();
    }

    @Override
    public InferenceSession load(ModelData model) {
        return cpu.load(model);
    }
}
