package io.sluice.accel.epplugin.internal;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.api.natives.NativeLibrary;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Offers the devices of one library with an execution provider, one configuration each. Every change of the configuration starts
 * it anew.
 */
@Component(
        service = {},
        immediate = true,
        name = EpPluginDriver.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EpPluginConfig.class, factory = true)
public final class EpPluginDriver {

    static final String PID = "io.sluice.accel.epplugin";

    private final DriverHost host;

    /** @param runtime ONNX Runtime */
    @Activate
    public EpPluginDriver(
            BundleContext context,
            EpPluginConfig config,
            @Reference(target = "(" + NativeLibrary.NAME + "=onnxruntime)") NativeLibrary runtime) {
        String name = config.name() == null || config.name().isBlank() ? "ep-plugin" : config.name().strip();
        host = new DriverHost(context, name, true, () -> {
            EpSettings settings = EpSettings.of(config);
            runtime.load();
            return new EpDriver(settings);
        }, Duration.ofSeconds(Math.max(1, config.look_seconds())));
    }

    @Deactivate
    void deactivate() {
        host.close();
    }
}
