package io.sluice.recorder.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The folders of the recordings. Reads names only, never more than one day of one camera at a time. */
final class RecordingTree {

    private final Path root;

    RecordingTree(Path root) {
        this.root = root.toAbsolutePath();
    }

    Path root() {
        return root;
    }

    Path path(SegmentName name) {
        return root.resolve(name.path());
    }

    /** Cameras that have a folder, in order. */
    List<String> cameras() throws IOException {
        return names(root, CameraSettings.CAMERA_ID.pattern());
    }

    /** Days of a camera, {@code yyyy/MM/dd}, oldest first. */
    List<String> days(String camera) throws IOException {
        List<String> days = new ArrayList<>();
        Path folder = root.resolve(camera);
        for (String year : names(folder, "\\d{4}")) {
            for (String month : names(folder.resolve(year), "\\d{2}")) {
                for (String day : names(folder.resolve(year).resolve(month), "\\d{2}")) {
                    days.add(year + "/" + month + "/" + day);
                }
            }
        }
        return days;
    }

    /** Segments of a camera in the folder of a day, oldest first. */
    List<SegmentName> segments(String camera, String day) throws IOException {
        return names(root.resolve(camera).resolve(day), ".*\\.mp4").stream()
                .map(file -> SegmentName.parse(camera, file))
                .flatMap(Optional::stream)
                .filter(name -> name.day().equals(day))
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .toList();
    }

    /** The latest segment of a camera. */
    Optional<SegmentName> newest(String camera) throws IOException {
        List<String> days = days(camera);
        for (int index = days.size() - 1; index >= 0; index--) {
            List<SegmentName> names = segments(camera, days.get(index));
            if (!names.isEmpty()) {
                return Optional.of(names.get(names.size() - 1));
            }
        }
        return Optional.empty();
    }

    /** Deletes a segment's file; how many bytes that frees. */
    long delete(SegmentName name) throws IOException {
        Path file = path(name);
        try {
            long bytes = Files.size(file);
            Files.delete(file);
            return bytes;
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    /** Deletes the folder of a day and those above it, up to the camera's, where they are empty. */
    void prune(String camera, String day) throws IOException {
        Path folder = root.resolve(camera).resolve(day);
        try {
            while (!folder.equals(root)) {
                Files.deleteIfExists(folder);
                folder = folder.getParent();
            }
        } catch (DirectoryNotEmptyException inUse) {
            // As far as it goes.
        }
    }

    private static List<String> names(Path folder, String pattern) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.matches(pattern)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException error) {
            throw error.getCause();
        }
        return List.copyOf(names);
    }
}
