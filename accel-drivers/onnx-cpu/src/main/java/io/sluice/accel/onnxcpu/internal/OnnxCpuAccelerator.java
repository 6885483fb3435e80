package io.sluice.accel.onnxcpu.internal;

import io.sluice.accel.onnxsession.QuarantineText;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.model.ModelData;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The processor as a service. Closes its sessions when it goes away. A changed time limit applies in place. */
@Component(
        name = OnnxCpuAccelerator.PID,
        service = Accelerator.class,
        immediate = true,
        property = Accelerator.ID + "=" + OnnxCpu.CPU_0)
@Designate(ocd = OnnxCpuConfig.class)
public final class OnnxCpuAccelerator implements Accelerator {

    static final String PID = "io.sluice.accel.onnxcpu";

    private static final Subject SUBJECT = new Subject(Subject.ACCELERATOR, OnnxCpu.CPU_0);

    private final StatusReports statuses;
    private final OnnxCpu cpu;

    /** @param library only to come after it, and go before it */
    @Activate
    public OnnxCpuAccelerator(
            BundleContext context,
            @Reference(target = "(" + NativeLibrary.NAME + "=onnxruntime)") NativeLibrary library,
            OnnxCpuConfig config) {
        this(context, Settings.DEFAULT.withRunLimit(limit(config)));
    }

    OnnxCpuAccelerator(BundleContext context, Settings settings) {
        cpu = new OnnxCpu(settings, operations(context), this::report);
        statuses = new StatusReports(context);
        report(List.of());
    }

    @Modified
    void modified(OnnxCpuConfig config) {
        cpu.runLimit(limit(config));
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

    @Override
    public void releaseQuarantine() {
        cpu.releaseQuarantine();
    }

    /** The framework does not hold a configuration to its bounds. */
    private static Duration limit(OnnxCpuConfig config) {
        return Duration.ofSeconds(Math.max(1, config.run_limit_seconds()));
    }

    /** Measured at the first start, for it takes its time and the answer stays. */
    private static Map<Precision, Double> operations(BundleContext context) {
        File kept = context.getDataFile("operations.properties");
        if (kept == null) {
            return Map.of();
        }
        try (OnnxCpu bare = new OnnxCpu()) {
            AcceleratorInfo info = bare.info();
            return new MeasuredOnce(kept.toPath()).get(info.chip() + ", " + info.lanes() + ", " + info.driver(),
                    () -> PeakOperations.measure(bare, Processor.read().int8()));
        }
    }

    private void report(List<String> quarantined) {
        AcceleratorInfo info = cpu.info();
        if (quarantined.isEmpty()) {
            String device = info.chip() + ", " + info.lanes() + (info.lanes() == 1 ? " core" : " cores");
            statuses.report(SUBJECT, Health.OK, "accelerator.ready",
                    info.driver() + " runs models on " + device + ".", "",
                    Map.of("runtime", info.driver(), "device", device));
            return;
        }
        QuarantineText.report(statuses, SUBJECT, quarantined);
    }
}
