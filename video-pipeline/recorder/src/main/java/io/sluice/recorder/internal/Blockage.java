package io.sluice.recorder.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Why nothing can be written at present, as a status says it.
 *
 * @param full whether it is for lack of room
 */
record Blockage(boolean full, String code, String message, String remedy, Map<String, String> details) {

    static Blockage noRoom(Path folder, long freeBytes, long neededBytes) {
        String free = megabytes(freeBytes);
        String needed = megabytes(neededBytes);
        return new Blockage(true, "recorder.disk_full",
                "Recording stopped: " + free + " MB are free in " + folder + ", " + needed
                        + " MB are needed, and no older recording is left to delete.",
                "Make room on the disk or give recordings another folder. Recording goes on by itself.",
                Map.of("folder", folder.toString(), "free", free, "needed", needed));
    }

    static Blockage of(Path folder, IOException cause, long freeBytes, long neededBytes) {
        if (isNoSpace(cause)) {
            return noRoom(folder, freeBytes, neededBytes);
        }
        String reason = reason(cause);
        return new Blockage(false, "recorder.cannot_write",
                "Recording stopped: " + folder + " cannot be written to: " + reason,
                "Give the gateway's user the right to write there, or check the disk. Recording goes on by itself.",
                Map.of("folder", folder.toString(), "cause", reason));
    }

    /** Whether the operating system refused for lack of space or quota; Java has no exception of its own for it. */
    static boolean isNoSpace(IOException error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    private static String reason(IOException error) {
        if (error instanceof AccessDeniedException denied) {
            return "permission denied on " + denied.getFile();
        }
        if (error instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason() + " (" + system.getFile() + ")";
        }
        return String.valueOf(error.getMessage());
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
