package io.sluice.devices.internal;

import io.sluice.api.device.CameraSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of camera documents, one YAML file each, named after the camera. The files are the truth; whoever edits them
 * and whoever calls us are equals. Not thread-safe.
 */
final class CameraFiles {

    private static final String SUFFIX = ".yaml";
    /** No document comes near it; whatever does is no document. */
    private static final long MAX_BYTES = 256 * 1024;

    private final Path folder;
    private final CameraYaml yaml = new CameraYaml();
    private final Map<String, byte[]> known = new HashMap<>();

    CameraFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** What became of one document since the last look. */
    sealed interface Change permits Read, Unreadable, Gone {
        String id();
    }

    record Read(String id, CameraSpec camera) implements Change {}

    record Unreadable(String id, String cause) implements Change {}

    record Gone(String id) implements Change {}

    /** Looks for files that were added, edited or deleted since the last look or own write. */
    Map<String, Change> changes() throws IOException {
        Map<String, Change> changes = new HashMap<>();
        Set<String> present = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX) && !name.startsWith(".") && Files.isRegularFile(file)) {
                    String id = name.substring(0, name.length() - SUFFIX.length());
                    present.add(id);
                    read(id, file).ifPresent(change -> changes.put(id, change));
                }
            }
        }
        Set<String> gone = new HashSet<>(known.keySet());
        gone.removeAll(present);
        for (String id : gone) {
            known.remove(id);
            changes.put(id, new Gone(id));
        }
        return changes;
    }

    void write(CameraSpec camera) throws IOException {
        byte[] content = yaml.write(camera);
        DurableFiles.write(file(camera.id()), content);
        known.put(camera.id(), content);
    }

    void delete(String id) throws IOException {
        DurableFiles.delete(file(id));
        known.remove(id);
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }

    private Optional<Change> read(String id, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                known.put(id, new byte[0]);
                return Optional.of(new Unreadable(id, "it is larger than " + MAX_BYTES + " bytes"));
            }
            byte[] content = Files.readAllBytes(file);
            if (Arrays.equals(content, known.put(id, content))) {
                return Optional.empty();
            }
            return Optional.of(new Read(id, yaml.read(id, content)));
        } catch (NoSuchFileException e) {
            known.remove(id);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(new Unreadable(id, e.getMessage()));
        }
    }
}
