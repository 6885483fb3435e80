package io.sluice.models.internal.store;

import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** What a failure of the disk is to who asked. */
public final class StoreFaults {

    private StoreFaults() {}

    public static UnavailableException of(IOException error) {
        String reason = reason(error);
        // The JDK has no exception of its own for a full disk; the words are those of the C library and of quotas.
        String words = reason.toLowerCase(Locale.ROOT);
        if (words.contains("no space left") || words.contains("quota")) {
            return new UnavailableException(
                    "model.store.full", "The disk has no room for the package: " + reason + ".",
                    "Delete versions that are not needed, or give the data folder more room.", error);
        }
        return new UnavailableException(
                "model.store.failed", "The store of models cannot be written or read: " + reason + ".",
                "See that the gateway's user may write to its data folder, and the gateway's log.", error);
    }

    private static String reason(IOException error) {
        boolean named = error instanceof FileSystemException file && file.getReason() != null;
        return named ? ((FileSystemException) error).getReason() : String.valueOf(error.getMessage());
    }
}
