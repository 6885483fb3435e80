package io.sluice.accel.nativelib;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;

/** The errors of drivers in the gateway's terms, each with the vendor's own words. */
public final class Failures {

    static final String DEVICE_LOST = "accelerator.device.lost";

    private Failures() {}

    public static UnavailableException runFailed(String model, String device, VendorError error) {
        return new UnavailableException("accelerator.run.failed",
                "The model " + model + " failed to run on " + device + ": " + error + ".", "", null);
    }

    public static UnavailableException runTimedOut(String model, String device, VendorError error) {
        return new UnavailableException("accelerator.run.timeout",
                "The model " + model + " did not end in time on " + device + ": " + error + ".", "", null);
    }

    /** Whoever throws it from a run or from loading thereby tells that the device is to be withdrawn. */
    public static UnavailableException deviceLost(String device, VendorError error) {
        return new UnavailableException(DEVICE_LOST, "The device " + device + " does not answer any more: " + error + ".",
                "See the kernel's messages, the power supply and the slot; it is used again once it answers.", null);
    }

    static UnavailableException deviceVanished(String device) {
        return new UnavailableException(DEVICE_LOST, "The device " + device + " is not there any more.",
                "See the kernel's messages, the power supply and the slot; it is used again once it answers.", null);
    }

    public static UnavailableException memoryExhausted(String model, String device, VendorError error) {
        return new UnavailableException("accelerator.memory.exhausted",
                "The memory of " + device + " does not suffice for the model " + model + ": " + error + ".",
                "Run fewer models on it, or a smaller one.", null);
    }

    static UnavailableException hostMemoryExhausted(String model, OutOfMemoryError error) {
        return new UnavailableException("accelerator.memory.exhausted",
                "The gateway's memory does not suffice for the tensors of the model " + model + ": " + error.getMessage()
                        + ".",
                "Run fewer models, or a smaller one.", error);
    }

    static RejectedException tooLarge(String model, String tensor, String shape) {
        return new RejectedException("model.tensor.large",
                "'" + tensor + "' of the model " + model + " has shape " + shape + ", which is more than 2 GiB.",
                "Use a model with smaller tensors.", null);
    }

    public static UnavailableException startFailed(String device, VendorError error) {
        return new UnavailableException("accelerator.start.failed",
                "The device " + device + " cannot be started: " + error + ".",
                "See the kernel's messages, and whether its driver and library are of one release.", null);
    }

    public static RejectedException versionUnfit(String model, String device, VendorError error) {
        return new RejectedException("model.version.unfit",
                "The model " + model + " was converted for another version of the software of " + device + ": " + error
                        + ".",
                "Convert it again with the tools of the installed version, or update the driver.", null);
    }

    public static RejectedException chipUnfit(String model, String device, VendorError error) {
        return new RejectedException("model.chip.unfit",
                "The model " + model + " was converted for another chip than " + device + ": " + error + ".",
                "Convert it for this chip.", null);
    }

    public static RejectedException corrupt(String model, VendorError error) {
        return new RejectedException("model.file.corrupt",
                "The file " + model + " is no model of this kind, or is damaged: " + error + ".",
                "Copy the file again from where it came from and compare its SHA-256.", null);
    }

    public static RejectedException invalid(String model, String reason) {
        return new RejectedException("model.invalid", "The model " + model + " cannot be used: " + reason + ".",
                "Convert it again, and check it with the tools of the chip's maker.", null);
    }

    public static RejectedException typeUnsupported(String model, String tensor, String type) {
        return new RejectedException("model.type.unsupported",
                "The model " + model + " has elements of an unsupported kind, '" + tensor + "' holds " + type + ".",
                "Export it with tensors of float, integer or boolean elements only.", null);
    }

    static RejectedException formatUnfit(String model, String format, String device) {
        return new RejectedException("model.format.unsupported",
                "The model " + model + " is of format " + format + ", which " + device + " does not load.",
                "Give the algorithm a variant for this device.", null);
    }

    static RejectedException shapeOpen(String model, String input, String shape) {
        return new RejectedException("model.shape.dynamic",
                "Input '" + input + "' of the model " + model + " has shape " + shape + ", which is not fixed (-1).",
                "Export it with a fixed input size.", null);
    }

    static UnavailableException sessionClosed(String model) {
        return new UnavailableException("accelerator.session.closed", "The model " + model + " is not loaded any more.",
                "", null);
    }

    static UnavailableException bindingClosed() {
        return new UnavailableException("accelerator.binding.closed", "The binding is closed.", "", null);
    }

    static UnavailableException gone(String device) {
        return new UnavailableException("accelerator.gone", "The accelerator " + device + " has gone.", "", null);
    }

    static UnavailableException libraryMissing(String library, String reason, Throwable cause) {
        return new UnavailableException("accelerator.library.missing",
                "The library " + library + " cannot be loaded: " + reason + ".",
                "Install the software of the chip's maker, or correct the path of the library.", cause);
    }

    static UnavailableException libraryUnfit(String library, String function, Throwable cause) {
        return new UnavailableException("accelerator.library.unfit",
                "The library " + library + " lacks the function " + function + ".",
                "Update the software of the chip's maker.", cause);
    }
}
