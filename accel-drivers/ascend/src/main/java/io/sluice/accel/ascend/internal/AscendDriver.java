package io.sluice.accel.ascend.internal;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.api.natives.NativeLibrary;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Offers Ascend NPUs as accelerators. Every change of its configuration starts it anew. */
@Component(service = {}, immediate = true, name = AscendDriver.PID)
@Designate(ocd = AscendConfig.class)
public final class AscendDriver {

    static final String PID = "io.sluice.accel.ascend";

    private final DriverHost host;

    /** @param jna only to come after it, and go before it */
    @Activate
    public AscendDriver(
            BundleContext context,
            AscendConfig config,
            @Reference(target = "(" + NativeLibrary.NAME + "=jna)") NativeLibrary jna) {
        String library = config.library().isBlank() ? "ascendcl" : config.library();
        host = new DriverHost(context, "ascend", !config.library().isBlank(), () -> new AscendNative(library),
                Duration.ofSeconds(config.look_seconds()));
    }

    @Deactivate
    void deactivate() {
        host.close();
    }
}
