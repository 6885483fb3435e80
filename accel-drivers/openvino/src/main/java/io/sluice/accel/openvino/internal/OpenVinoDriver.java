package io.sluice.accel.openvino.internal;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.api.natives.NativeLibrary;
import java.time.Duration;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Offers OpenVINO's devices as accelerators. Every change of its configuration starts it anew. */
@Component(service = {}, immediate = true, name = OpenVinoDriver.PID)
@Designate(ocd = OpenVinoConfig.class)
public final class OpenVinoDriver {

    static final String PID = "io.sluice.accel.openvino";

    private final DriverHost host;

    /** @param jna only to come after it, and go before it */
    @Activate
    public OpenVinoDriver(
            BundleContext context,
            OpenVinoConfig config,
            @Reference(target = "(" + NativeLibrary.NAME + "=jna)") NativeLibrary jna) {
        String library = config.library().isBlank() ? "openvino_c" : config.library();
        List<String> kinds = List.of(config.kinds());
        host = new DriverHost(context, "openvino", !config.library().isBlank(),
                () -> new OpenVinoNative(library, SystemFiles.ofThisMachine(), kinds),
                Duration.ofSeconds(config.look_seconds()));
    }

    @Deactivate
    void deactivate() {
        host.close();
    }
}
