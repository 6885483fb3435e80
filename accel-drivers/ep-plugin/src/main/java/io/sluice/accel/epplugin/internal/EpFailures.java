package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.OrtException;
import io.sluice.accel.onnxsession.Reason;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.nio.file.Path;
import java.util.Collection;

/** What goes wrong with a library or its execution provider, said precisely. */
final class EpFailures {

    private static final String MAKER = "Use a release of the library that the chip's maker states for this ONNX Runtime.";

    private EpFailures() {}

    static UnavailableException missing(Path library, String reason, Throwable cause) {
        return new UnavailableException("accelerator.library.missing",
                "The library " + library + " cannot be loaded: " + reason + ".",
                "Install the software of the chip's maker, or correct the path of the library.", cause);
    }

    /** Another file has taken its place, as an update of the maker's software does. */
    static UnavailableException changed(Path library) {
        return new UnavailableException("accelerator.library.changed",
                "The library " + library + " was replaced; it is loaded anew.", "", null);
    }

    static UnavailableException claimed(Path library, String holder) {
        return new UnavailableException("accelerator.library.claimed",
                "The library " + library + " is in use by the configuration '" + holder + "' already.",
                "Remove one of the configurations; one offers all devices of its library.", null);
    }

    static UnavailableException notRegistered(Path library, OrtException cause) {
        String reason = Reason.of(cause);
        if (reason.contains("Failed to load library")) {
            return missing(library, reason, cause);
        }
        if (reason.contains("Failed to get symbol")) {
            return new UnavailableException("accelerator.library.unfit",
                    "The library " + library + " has no execution provider for ONNX Runtime: " + reason + ".", MAKER, cause);
        }
        if (reason.contains("already registered")) {
            return claimed(library, "of an earlier start, whose runs have not ended");
        }
        return new UnavailableException("accelerator.start.failed",
                "The library " + library + " does not start: " + reason + ".", MAKER, cause);
    }

    static UnavailableException noDevice(Path library) {
        return new UnavailableException("accelerator.device.missing",
                "The library " + library + " finds no device.",
                "See whether the kernel's driver is loaded and the gateway's user may open the device.", null);
    }

    static UnavailableException noProvider(Path library, String wanted, Collection<String> offered) {
        return new UnavailableException("accelerator.provider.missing",
                "The library " + library + " has no execution provider '" + wanted + "', but "
                        + String.join(", ", offered) + ".",
                "Correct the name of the execution provider, or leave it empty.", null);
    }

    static UnavailableException notStarted(String device, String provider, String reason, Throwable cause) {
        return new UnavailableException("accelerator.start.failed",
                "The device " + device + " cannot be started by " + provider + ": " + reason + ".",
                "Correct the options of the execution provider; see the kernel's messages and the maker's description.",
                cause);
    }

    static RejectedException notPrepared(String model, String provider, String reason, Throwable cause) {
        return new RejectedException("model.provider.failed",
                "The execution provider " + provider + " cannot prepare the model " + model + ": " + reason + ".",
                "Convert the model for this chip, as the chip's maker describes it.", cause);
    }

    static RejectedException notTaken(String model, String provider, Assignment assignment) {
        return new RejectedException("model.provider.unclaimed",
                "The execution provider " + provider + " takes " + assignment.text() + " of the model " + model
                        + "; the rest would run on the processor.",
                "Convert the model for this chip, as the chip's maker describes it.", null);
    }
}
