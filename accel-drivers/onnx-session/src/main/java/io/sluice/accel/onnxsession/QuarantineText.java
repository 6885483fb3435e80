package io.sluice.accel.onnxsession;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.List;
import java.util.Map;

/** What is said of models that hung again and again, the same by every device. */
public final class QuarantineText {

    static final String CODE = "accelerator.model.quarantined";
    static final String REMEDY = "Correct the model or raise the time limit of a run, then load the model again.";

    private QuarantineText() {}

    /** @param models names of those in quarantine, at least one */
    public static void report(StatusReports statuses, Subject device, List<String> models) {
        String names = String.join(", ", models);
        statuses.report(device, Health.DEGRADED, CODE,
                "Not run any more, having hung again and again: " + names + ".", REMEDY, Map.of("models", names));
    }
}
