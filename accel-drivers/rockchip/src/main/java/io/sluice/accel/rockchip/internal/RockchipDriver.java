package io.sluice.accel.rockchip.internal;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.api.natives.NativeLibrary;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the NPU as an accelerator where there is one. Every change of its configuration starts it anew. */
@Component(service = {}, immediate = true, name = RockchipDriver.PID)
@Designate(ocd = RockchipConfig.class)
public final class RockchipDriver {

    static final String PID = "io.sluice.accel.rockchip";

    private final DriverHost host;

    /** @param jna only to come after it, and go before it */
    @Activate
    public RockchipDriver(
            BundleContext context,
            RockchipConfig config,
            @Reference(target = "(" + NativeLibrary.NAME + "=jna)") NativeLibrary jna) {
        String library = config.library().isBlank() ? "rknnrt" : config.library();
        host = new DriverHost(context, "rockchip", !config.library().isBlank(),
                () -> new RockchipNative(library, SystemFiles.ofThisMachine(), config.cores()),
                Duration.ofSeconds(config.look_seconds()));
    }

    @Deactivate
    void deactivate() {
        host.close();
    }
}
