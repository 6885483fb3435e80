package io.sluice.launcher.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** What the disk says, for people. */
final class Disk {

    private static final long MEBIBYTE = 1 << 20;

    private Disk() {}

    static FetchException failed(Path file, IOException error) {
        return new FetchException(file + " cannot be written: "
                + error.getMessage() + ". Make room, or let the user write there, and run the same command again.");
    }

    /** @throws FetchException when there is less room than needed */
    static void need(Path folder, long usable, long bytes) throws FetchException {
        if (usable < bytes) {
            throw new FetchException(folder + " has room for " + usable / MEBIBYTE + " MiB, but "
                    + (bytes + MEBIBYTE - 1) / MEBIBYTE + " MiB are needed. Make room and run the same command again.");
        }
    }
}
