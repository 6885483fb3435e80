package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's own processor, running models by ONNX Runtime. Closes its sessions when it goes away. */
@Component(service = Accelerator.class, immediate = true, property = Accelerator.ID + "=" + OnnxCpuAccelerator.CPU_0)
public final class OnnxCpuAccelerator implements Accelerator {

    static final String CPU_0 = "cpu-0";

    private static final Logger LOG = LoggerFactory.getLogger(OnnxCpuAccelerator.class);

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final ModelLoader loader = new ModelLoader(environment);
    private final Set<OnnxSession> sessions = new HashSet<>();
    private final StatusReports statuses;
    private final String description;
    private boolean gone;

    /** @param library only to come after it, and go before it */
    @Activate
    public OnnxCpuAccelerator(
            BundleContext context,
            @Reference(target = "(" + NativeLibrary.NAME + "=onnxruntime)") NativeLibrary library) {
        description = Processor.name();
        statuses = new StatusReports(context);
        statuses.report(new Subject(Subject.ACCELERATOR, CPU_0), Health.OK, "accelerator.ready",
                "ONNX Runtime " + library.version() + " runs models on " + description + ".", "",
                Map.of("runtime", "ONNX Runtime " + library.version(), "device", description));
    }

    @Deactivate
    void deactivate() {
        List<OnnxSession> open;
        synchronized (sessions) {
            gone = true;
            open = List.copyOf(sessions);
        }
        open.forEach(OnnxSession::close);
        statuses.close();
    }

    @Override
    public String id() {
        return CPU_0;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public InferenceSession load(Path model) {
        long begun = System.nanoTime();
        OnnxSession session = wrap(model, loader.load(model));
        synchronized (sessions) {
            if (!gone) {
                sessions.add(session);
                LOG.info("Loaded {} in {} ms", model, (System.nanoTime() - begun) / 1_000_000);
                return session;
            }
        }
        session.close();
        throw new UnavailableException("accelerator.gone", "The accelerator " + CPU_0 + " has gone.", "", null);
    }

    private OnnxSession wrap(Path model, OrtSession session) {
        try {
            return new OnnxSession(model, environment, session, this::forget);
        } catch (OrtException error) {
            free(session);
            throw Rejections.refused(model, error);
        } catch (IllegalArgumentException unsupported) {
            free(session);
            throw Rejections.unsupportedType(model, unsupported);
        }
    }

    private void forget(OnnxSession session) {
        synchronized (sessions) {
            sessions.remove(session);
        }
    }

    private static void free(OrtSession session) {
        try {
            session.close();
        } catch (OrtException error) {
            LOG.warn("ONNX Runtime failed to free a refused model", error);
        }
    }
}
