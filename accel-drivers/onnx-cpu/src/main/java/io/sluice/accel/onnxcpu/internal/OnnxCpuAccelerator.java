package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
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
        String runtime = "ONNX Runtime " + library.version();
        statuses = new StatusReports(context);
        statuses.report(new Subject(Subject.ACCELERATOR, OnnxCpu.CPU_0), Health.OK, "accelerator.ready",
                runtime + " runs models on " + cpu.description() + ".", "",
                Map.of("runtime", runtime, "device", cpu.description()));
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
    public String description() {
        return cpu.description();
    }

    @Override
    public InferenceSession load(Path model) {
        return cpu.load(model);
    }
}
