package io.sluice.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** What tells this node from another that claims the same device id: a random word, kept in the data folder. */
public final class Instance {

    private Instance() {}

    /** @param data the gateway's data folder */
    public static synchronized String of(Path data) throws IOException {
        Path file = data.resolve("link").resolve("instance");
        try {
            String kept = Files.readString(file).strip();
            if (kept.matches("[0-9a-f-]{36}")) {
                return kept;
            }
        } catch (NoSuchFileException first) {
            Files.createDirectories(file.getParent());
        }
        String made = UUID.randomUUID().toString();
        Path fresh = Files.writeString(file.resolveSibling("instance.new"), made);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return made;
    }
}
