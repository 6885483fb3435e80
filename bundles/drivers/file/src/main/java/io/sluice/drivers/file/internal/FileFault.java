package io.sluice.drivers.file.internal;

import java.nio.file.Path;
import java.util.Map;

/** Why a file cannot be played: what the camera's status will say. Never leaves the bundle. */
final class FileFault extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String remedy;
    private final transient Map<String, String> details;

    private FileFault(String code, String message, String remedy, Map<String, String> details) {
        super(message);
        this.code = code;
        this.remedy = remedy;
        this.details = details;
    }

    static FileFault missing(Path path) {
        return new FileFault(
                "file.missing", "The file " + path + " does not exist.",
                "Put the file there, or correct the camera's path.", Map.of("path", path.toString()));
    }

    static FileFault unreadable(Path path, String reason) {
        return new FileFault(
                "file.unreadable", "The file " + path + " cannot be read: " + reason + ".",
                "Make it a file that the gateway's user may read.",
                Map.of("path", path.toString(), "reason", reason));
    }

    static FileFault unsupported(Path path, String reason) {
        return new FileFault(
                "file.unsupported", "The file " + path + " cannot be played: " + reason + ".",
                "Use a complete video file with H.264 or H.265.",
                Map.of("path", path.toString(), "reason", reason));
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }

    Map<String, String> details() {
        return details;
    }
}
