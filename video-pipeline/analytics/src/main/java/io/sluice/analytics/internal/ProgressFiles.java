package io.sluice.analytics.internal;

import io.sluice.analytics.internal.Progress.Mark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how far the analyses have come while their bundle is replaced: its private storage outlives an update. Without
 * such a file an analysis begins at the present, so that a failure here is no more than logged.
 */
final class ProgressFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressFiles.class);

    private final Function<String, File> storage;

    /** @param storage from a name to a file, or to null where there is no storage */
    ProgressFiles(Function<String, File> storage) {
        this.storage = storage;
    }

    void keep(String camera, String model, Mark mark) {
        try {
            Optional<Path> file = file(camera, model);
            if (file.isPresent()) {
                Files.writeString(file.get(), mark.keySequence() + " " + mark.keyTime() + " " + mark.lookedTime());
            }
        } catch (IOException error) {
            LOG.warn("How far the analysis of {} by {} has come cannot be kept", camera, model, error);
        }
    }

    /** What was kept, once: it is of no use to anybody later. */
    Optional<Mark> take(String camera, String model) {
        try {
            Optional<Path> file = file(camera, model).filter(Files::exists);
            if (file.isPresent()) {
                String[] words = Files.readString(file.get()).split(" ");
                Files.delete(file.get());
                return Optional.of(new Mark(
                        Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])));
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException error) {
            LOG.warn("How far the analysis of {} by {} has come cannot be read", camera, model, error);
        }
        return Optional.empty();
    }

    private Optional<Path> file(String camera, String model) {
        return Optional.ofNullable(storage.apply("progress-" + camera + "@" + model)).map(File::toPath);
    }
}
