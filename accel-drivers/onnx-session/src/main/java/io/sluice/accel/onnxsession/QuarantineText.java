package io.sluice.accel.onnxsession;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.List;
import java.util.Map;

/** What is said of models that hung again and again, the same by every device. */
public final class QuarantineText {

    public static final String CODE = "accelerator.model.quarantined";
    public static final String REMEDY = "Correct the model or raise the time limit of a run, then load the model again.";

    private QuarantineText() {}

    /** @param models names of those in quarantine, at least one */
    public static String message(List<String> models) {
        return "Not run any more, having hung again and again: " + String.join(", ", models) + ".";
    }

    /** @param models names of those in quarantine, at least one */
    public static void report(StatusReports statuses, Subject device, List<String> models) {
        statuses.report(device, Health.DEGRADED, CODE,
                message(models), REMEDY, Map.of("models", String.join(", ", models)));
    }
}
