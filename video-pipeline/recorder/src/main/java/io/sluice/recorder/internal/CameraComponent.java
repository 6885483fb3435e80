package io.sluice.recorder.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Has one camera recorded for as long as there is a configuration that says so. */
@Component(
        name = CameraComponent.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CameraConfig.class, factory = true)
public final class CameraComponent {

    static final String PID = "io.sluice.recorder.camera";

    private final RecorderComponent recorder;
    private CameraSettings settings;

    @Activate
    public CameraComponent(@Reference RecorderComponent recorder, CameraConfig config) {
        this.recorder = recorder;
        this.settings = CameraSettings.of(config);
        recorder.record(settings);
    }

    /** Lengths and ages change in place; another camera ends the recording of the one before. */
    @Modified
    void modified(CameraConfig config) {
        CameraSettings next = CameraSettings.of(config);
        if (!next.camera().equals(settings.camera())) {
            recorder.stop(settings.camera());
        }
        settings = next;
        recorder.record(next);
    }

    @Deactivate
    void deactivate() {
        recorder.stop(settings.camera());
    }
}
