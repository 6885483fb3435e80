package io.sluice.models.internal.store;

import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The gateway's key as it is at present. A lost key is never replaced while there is something that only it can read: a new
 * one would hide the loss. Thread-safe.
 */
final class Keys {

    static final String LOST = "model.key.lost";
    static final String LOST_REMEDY =
            "Restore the key file from a backup, or delete these versions and import their packages again.";

    private final Path file;
    private final StoreFolder folder;
    private Optional<GatewayKey> key;

    Keys(Path file, StoreFolder folder) throws IOException {
        this.file = file;
        this.folder = folder;
        key = GatewayKey.load(file);
    }

    synchronized Optional<GatewayKey> current() {
        return key;
    }

    /** Looks again; it may have been restored. @return whether there is another one now */
    synchronized boolean reload() throws IOException {
        Optional<GatewayKey> found = GatewayKey.load(file);
        String before = key.map(GatewayKey::fingerprint).orElse("");
        if (found.isEmpty() || found.get().fingerprint().equals(before)) {
            return false;
        }
        key = found;
        return true;
    }

    /**
     * For encrypting; made when there is none yet.
     *
     * @throws UnavailableException when it was lost
     */
    synchronized GatewayKey forWriting() throws IOException {
        if (key.isEmpty()) {
            if (folder.holdsSecrets()) {
                throw new UnavailableException(LOST, lostMessage(), LOST_REMEDY, null);
            }
            key = Optional.of(GatewayKey.create(file));
        }
        return key.get();
    }

    String lostMessage() {
        return "The gateway's key " + file + " is missing or another one than the models are encrypted with.";
    }
}
