package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.accel.onnxsession.OnnxBackend;
import io.sluice.accel.onnxsession.Reason;
import io.sluice.accel.onnxsession.SessionSetup;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelData;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sets models up for one device of an execution provider. First so that the whole model must run there, which costs nothing to
 * find out; where the processor would have to help, once more, to find out how much.
 */
final class EpBackend implements OnnxBackend {

    private static final Pattern LOST = Pattern.compile(
            "device (is |was |has been )?(lost|removed|gone|hung|not responding|unavailable)|no such device|ENODEV",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_MEMORY = Pattern.compile("out of (device )?memory|ENOMEM|insufficient (device )?memory",
            Pattern.CASE_INSENSITIVE);
    private static final String NOT_CREATED = "Error creating execution provider";
    private static final String FALLBACK_DISABLED = "fallback to CPU EP has been explicitly disabled";

    private final String id;
    private final EpSettings settings;
    private final OrtEpDevice device;
    private final Shares shares;

    EpBackend(String id, EpSettings settings, OrtEpDevice device, Shares shares) {
        this.id = id;
        this.settings = settings;
        this.device = device;
        this.shares = shares;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return id + " by " + provider();
    }

    String provider() {
        return device.getEpName();
    }

    @Override
    public void configure(SessionOptions options, ModelData model) throws OrtException {
        addProvider(options);
        options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
    }

    @Override
    public void check(ModelData model, ai.onnxruntime.OrtSession session) {
        shares.whole(model.name());
    }

    @Override
    public Optional<SessionSetup> instead(ModelData model, OrtException failure) {
        if (!String.valueOf(failure.getMessage()).contains(FALLBACK_DISABLED)) {
            return Optional.empty();
        }
        return Optional.of(new PartialSetup(settings.runLimit()) {
            @Override
            void addProvider(SessionOptions options) throws OrtException {
                EpBackend.this.addProvider(options);
            }

            @Override
            void judge(ModelData model, String profile) {
                EpBackend.this.judge(model.name(), Assignment.of(profile, provider()));
            }
        });
    }

    @Override
    public Optional<SluiceException> refusal(String model, OrtException failure) {
        String reason = Reason.of(failure);
        if (failure.getMessage().contains(NOT_CREATED)) {
            return Optional.of(EpFailures.notStarted(id, provider(), reason, failure));
        }
        return failure.getCode() == OrtException.OrtErrorCode.ORT_EP_FAIL
                ? Optional.of(EpFailures.notPrepared(model, provider(), reason, failure))
                : Optional.empty();
    }

    @Override
    public Trouble trouble(String reason) {
        if (LOST.matcher(reason).find()) {
            return Trouble.LOST;
        }
        return NO_MEMORY.matcher(reason).find() ? Trouble.MEMORY : Trouble.RUN;
    }

    /** Without a word about what is left to the processor. */
    void addProvider(SessionOptions options) throws OrtException {
        // What is left to the processor is done by the caller's thread, as onnx-cpu does it.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addExecutionProvider(List.of(device), settings.options());
    }

    private void judge(String model, Assignment assignment) {
        if (assignment.taken() == 0 || !settings.partial()) {
            shares.refused(model);
            throw EpFailures.notTaken(model, provider(), assignment);
        }
        shares.part(model, assignment);
    }
}
