package io.sluice.analytics.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Says how one analysis is: every code and text in one place. */
final class AnalysisStatus implements AutoCloseable {

    private static final Set<String> RUNNING = Set.of("analysis.ok", "analysis.begun", "analysis.slow",
            "analysis.decode.errors", "analysis.labels.unknown", "analysis.model.update.rejected",
            "analysis.reduced");
    /** Code of a refusal for want of room. */
    static final String DOES_NOT_FIT = "placement.does_not_fit";
    /** Codes of native libraries begin so. */
    private static final String NATIVE = "native.";
    private static final Subject NOBODY = new Subject(Subject.ANALYSIS, "");
    private static final String WAIT = "Nothing; it continues by itself.";

    private final StatusReports reports;
    private Subject subject = NOBODY;
    private String camera = "";
    private String model = "";
    private boolean running;

    AnalysisStatus(StatusReports reports) {
        this.reports = reports;
    }

    /** One that tells of something else by the same service, which this one closes. */
    AnalysisStatus another() {
        return new AnalysisStatus(reports);
    }

    /** From now on tells about this camera and model. */
    void about(String cameraId, String modelId) {
        Subject next = new Subject(Subject.ANALYSIS, cameraId + "/" + modelId);
        if (!next.equals(subject)) {
            reports.gone(subject);
            subject = next;
            camera = cameraId;
            model = modelId;
        }
    }

    /** Says no more about this analysis. */
    void gone() {
        reports.gone(subject);
        subject = NOBODY;
    }

    /** Whether the latest status told of pictures being looked at. */
    boolean tellsOfRunning() {
        return running;
    }

    void settingsInvalid(String field, String message) {
        say(Health.FAILED, "analysis.settings.invalid", "The settings of this analysis are wrong: " + message + ".",
                "Correct '" + field + "' of this analysis.", Map.of("field", field, "cause", message));
    }

    void hubMissing() {
        say(Health.DEGRADED, "analysis.hub.missing", "The stream hub is away.", WAIT, Map.of());
    }

    /**
     * @param before whether pictures came earlier
     * @param settled number of the last unit, where all is looked at and what was found is stored; negative otherwise
     */
    void waitingForStream(boolean before, long settled) {
        say(before ? Health.DEGRADED : Health.UNKNOWN, "analysis.stream.waiting",
                "Waiting for pictures from camera " + camera + ".", "See the status of the camera.",
                Map.of("camera", camera, "settled", Long.toString(settled)));
    }

    void acceleratorMissing() {
        say(Health.DEGRADED, "analysis.accelerator.missing", "No accelerator is there to run the model.",
                "See the status of the accelerators and of their bundles.", Map.of());
    }

    void placementMissing() {
        say(Health.DEGRADED, "analysis.placement.missing", "The placement of models on accelerators is away.", WAIT,
                Map.of());
    }

    void operatorMissing(String operator) {
        say(Health.DEGRADED, "analysis.operator.missing",
                "The algorithm " + model + " needs the operator " + operator + ", which is not there.",
                "Install or start the bundle that has it.", Map.of("model", model, "operator", operator));
    }

    void argumentsInvalid(InvalidInputException wrong) {
        say(Health.FAILED, "analysis.arguments.invalid",
                "The arguments of the algorithm " + model + " are wrong: " + wrong.getMessage(), wrong.remedy(),
                Map.of("model", model, "field", wrong.field(), "cause", String.valueOf(wrong.getMessage())));
    }

    /**
     * Only a slower place is left.
     *
     * @param granted pictures a second
     * @param wanted pictures a second
     */
    void reduced(String granted, String wanted, String reason) {
        say(Health.DEGRADED, "analysis.reduced",
                "Looks at " + granted + " pictures a second instead of " + wanted + ": " + reason,
                "See what else runs on the accelerators, or look at fewer pictures a second.",
                Map.of("fps", granted, "wanted", wanted, "cause", reason));
    }

    /**
     * How a candidate agrees with the version in use.
     *
     * @param percent of all boxes found by either, those found by both
     */
    void shadow(String percent, long pictures, long boxes) {
        say(Health.OK, "analysis.shadow",
                "Agrees with the version in use on " + percent + " % of " + boxes + " boxes in " + pictures
                        + " pictures.", "",
                Map.of("agreement", percent, "pictures", Long.toString(pictures), "boxes", Long.toString(boxes)));
    }

    void shadowActive() {
        say(Health.OK, "analysis.shadow.active", "This version is the one in use; there is nothing to compare.",
                "Remove the candidate of this analysis.", Map.of());
    }

    void acceleratorFailed(SluiceException cause) {
        say(Health.DEGRADED, "analysis.accelerator.failed",
                "The accelerator failed, the model is loaded again: " + cause.getMessage(), cause.remedy(),
                Map.of("cause", String.valueOf(cause.getMessage())));
    }

    /** What the algorithm needs is not there: a device, or an operator's library. */
    void unavailable(SluiceException cause) {
        if (cause.code().startsWith(NATIVE)) {
            operatorFailed(cause);
        } else {
            acceleratorFailed(cause);
        }
    }

    private void operatorFailed(SluiceException cause) {
        say(Health.DEGRADED, "analysis.operator.failed",
                "The operator of the algorithm " + model + " cannot work: " + cause.getMessage(), cause.remedy(),
                Map.of("model", model, "cause", String.valueOf(cause.getMessage())));
    }

    void modelMissing() {
        say(Health.FAILED, "analysis.model.missing", "There is no usable model " + model + ".",
                "Install it, choose another, or see the status of the model.", Map.of("model", model));
    }

    void modelRejected(SluiceException cause) {
        if (cause.code().equals(DOES_NOT_FIT)) {
            say(Health.FAILED, "analysis.placement.refused",
                    "There is no room for the algorithm " + model + ": " + cause.getMessage(), cause.remedy(),
                    Map.of("model", model, "cause", String.valueOf(cause.getMessage())));
            return;
        }
        say(Health.FAILED, "analysis.model.rejected",
                "The model " + model + " cannot be used: " + cause.getMessage(), cause.remedy(),
                Map.of("model", model, "cause", String.valueOf(cause.getMessage())));
    }

    void updateRejected(AlgorithmDescriptor running, AlgorithmDescriptor refused, SluiceException cause) {
        say(Health.DEGRADED, "analysis.model.update.rejected",
                "Version " + refused.version() + " of the model " + model + " cannot be used, version "
                        + running.version() + " goes on: " + cause.getMessage(),
                cause.remedy(), Map.of("model", model, "version", refused.version(), "running", running.version(),
                        "cause", String.valueOf(cause.getMessage())));
    }

    void labelsUnknown(Collection<String> labels) {
        String list = String.join(", ", labels);
        say(Health.DEGRADED, "analysis.labels.unknown", "The model " + model + " knows no " + list + ".",
                "Correct the labels of this analysis.", Map.of("model", model, "labels", list));
    }

    void decodeErrors() {
        say(Health.DEGRADED, "analysis.decode.errors",
                "Pictures of camera " + camera + " are damaged; what is found in them may be wrong.",
                "Check the network between the camera and the gateway.", Map.of("camera", camera));
    }

    /** @param rate pictures a second looked at */
    void tooSlow(String rate) {
        say(Health.DEGRADED, "analysis.slow",
                "The analysis cannot keep up; pictures are left out, " + rate + " a second are looked at.",
                "Look at fewer pictures a second, use a smaller model, or run fewer analyses.", Map.of("fps", rate));
    }

    /** @param rate pictures a second looked at */
    void ok(String rate) {
        say(Health.OK, "analysis.ok", "Looks at " + rate + " pictures a second.", "", Map.of("fps", rate));
    }

    /** The first picture was looked at, and there is no rate to tell yet. */
    void begun() {
        say(Health.OK, "analysis.begun", "Looks at pictures.", "", Map.of());
    }

    void failed(Throwable cause) {
        say(Health.DEGRADED, "analysis.failed", "The analysis failed and begins anew: " + cause,
                "See the log for its cause.", Map.of("cause", cause.toString()));
    }

    @Override
    public void close() {
        reports.close();
    }

    private void say(Health health, String code, String message, String remedy, Map<String, String> details) {
        running = RUNNING.contains(code);
        reports.report(subject, health, code, message, remedy, details);
    }
}
