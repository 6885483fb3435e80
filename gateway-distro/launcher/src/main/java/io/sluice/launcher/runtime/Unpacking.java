package io.sluice.launcher.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Takes the libraries out of an archive whose digest is right, so that they are all there or none, whatever happens. */
final class Unpacking {

    private final PinnedArchive archive;
    private final RuntimeFolder folder;

    Unpacking(PinnedArchive archive, RuntimeFolder folder) {
        this.archive = archive;
        this.folder = folder;
    }

    void unpack(Path jar) throws FetchException {
        Path unfinished = folder.unfinished(archive);
        Path complete = folder.of(archive);
        try {
            folder.remove(unfinished);
            folder.remove(complete);
            Files.createDirectories(unfinished);
            write(unfinished, libraries(jar, unfinished));
            Files.move(unfinished, complete, StandardCopyOption.ATOMIC_MOVE);
            force(folder.root());
        } catch (IOException error) {
            FetchException failed = Disk.failed(complete, error);
            try {
                folder.remove(unfinished);
            } catch (IOException left) {
                failed.addSuppressed(left);
            }
            throw failed;
        }
    }

    /** @return what the marker says */
    private Properties libraries(Path jar, Path target) throws IOException, FetchException {
        Properties marker = new Properties();
        marker.setProperty("version", archive.version());
        marker.setProperty("sha256", archive.sha256());
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                Matcher library = PinnedArchive.library().matcher(entry.getName());
                if (library.matches()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        marker.setProperty(library.group(1), Long.toString(write(target.resolve(library.group(1)), in)));
                    }
                }
            }
        }
        if (marker.size() == 2) {
            throw new FetchException(archive.name() + " has no libraries for Linux on x86-64.");
        }
        return marker;
    }

    private static long write(Path target, InputStream in) throws IOException {
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(file));
            file.force(true);
            return file.size();
        }
    }

    private static void write(Path target, Properties marker) throws IOException {
        try (FileChannel file = FileChannel.open(
                        target.resolve(RuntimeFolder.MARKER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            marker.store(out, "Complete; sizes of the libraries in bytes");
            file.force(true);
        }
        force(target);
    }

    /** The names of what is in it. */
    private static void force(Path target) throws IOException {
        try (FileChannel names = FileChannel.open(target, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
