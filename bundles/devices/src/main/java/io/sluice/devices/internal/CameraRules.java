package io.sluice.devices.internal;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.support.camera.CameraDocuments;
import java.util.List;

/** What a camera must keep to: the form of its document, whoever made it, and what its driver asks for. */
final class CameraRules {

    private CameraRules() {}

    /** The camera with its settings as the driver wants them kept. */
    static CameraSpec canonical(CameraSpec camera, CameraDriver driver) {
        CameraSpec.Source source =
                new CameraSpec.Source(camera.source().driver(), driver.canonical(camera.source().settings()));
        return new CameraSpec(camera.id(), camera.name(), source, camera.recording(), camera.analyses());
    }

    /** @throws InvalidInputException naming the first field that breaks a rule */
    static void check(CameraSpec camera, CameraDriver driver) {
        CameraDocuments.read(CameraDocuments.write(camera));
        List<CameraDriver.Problem> problems = driver.check(camera.source().settings());
        if (!problems.isEmpty()) {
            CameraDriver.Problem first = problems.get(0);
            String field = "source.settings." + first.setting();
            throw new InvalidInputException("camera.setting_invalid", field, "'" + field + "' " + first.message() + ".", "");
        }
    }
}
