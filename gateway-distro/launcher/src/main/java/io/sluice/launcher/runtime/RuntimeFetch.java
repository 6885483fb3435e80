package io.sluice.launcher.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.ToLongFunction;

/** Brings the runtime into the data folder, from a file or a web server. A gateway that runs may go on running. */
final class RuntimeFetch {

    private static final int BLOCK = 1 << 20;
    /** Left for the rest of the gateway. */
    private static final long MARGIN = 16L << 20;

    private final PinnedArchive archive;
    private final RuntimeFolder folder;
    private final PrintStream out;
    private final Download download;
    private final ToLongFunction<Path> usable;

    /** @param usable how many bytes the file system of a folder has room for */
    RuntimeFetch(PinnedArchive archive, RuntimeFolder folder, PrintStream out, Download.Pause pause,
            ToLongFunction<Path> usable) {
        this.archive = archive;
        this.folder = folder;
        this.out = out;
        this.usable = usable;
        download = new Download(archive, out, pause);
    }

    /** @param source path of a file, or an address beginning with {@code http://} or {@code https://} */
    void fetch(String source) throws FetchException, InterruptedException {
        if (folder.holds(archive)) {
            out.println(archive.name() + " is there already: " + folder.of(archive));
            return;
        }
        try {
            Files.createDirectories(folder.root());
        } catch (IOException error) {
            throw Disk.failed(folder.root(), error);
        }
        try (FileChannel channel = FileChannel.open(folder.root().resolve("lock"), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new FetchException("Another process fetches into " + folder.root() + " at this moment.");
            }
            if (source.matches("https?://.*")) {
                fromServer(source);
            } else {
                fromFile(source);
            }
        } catch (IOException error) {
            throw Disk.failed(folder.root(), error);
        }
        out.println(archive.name() + " is in " + folder.of(archive)
                + ". It is used from the next start of the gateway with the feature cuda.");
    }

    private void fromFile(String source) throws FetchException {
        Path jar;
        try {
            jar = Path.of(source);
        } catch (InvalidPathException wrong) {
            throw new FetchException("Neither a file nor an address: " + source + ".");
        }
        if (!Files.isRegularFile(jar)) {
            throw new FetchException("There is no file " + jar + ".");
        }
        need(archive.unpacked());
        check(jar, jar.toString());
        new Unpacking(archive, folder).unpack(jar);
    }

    private void fromServer(String source) throws FetchException, InterruptedException {
        Path partial = folder.partial(archive);
        URI address;
        try {
            address = URI.create(source);
        } catch (IllegalArgumentException wrong) {
            throw new FetchException("Not an address: " + source + ".");
        }
        try {
            need(archive.bytes() + archive.unpacked() - (Files.exists(partial) ? Files.size(partial) : 0));
            download.into(address, partial);
            try {
                check(partial, "The file from " + source);
                new Unpacking(archive, folder).unpack(partial);
            } finally {
                // Wrong, it would be wrong again; right, it is in use; and where the disk is full, it goes first.
                Files.deleteIfExists(partial);
            }
        } catch (IOException error) {
            throw Disk.failed(partial, error);
        }
    }

    private void need(long bytes) throws FetchException {
        Disk.need(folder.root(), usable.applyAsLong(folder.root()), bytes + MARGIN);
    }

    private void check(Path jar, String name) throws FetchException {
        String found;
        try {
            found = sha256(jar);
        } catch (IOException error) {
            throw new FetchException(jar + " cannot be read: " + error.getMessage() + ".");
        }
        if (!found.equals(archive.sha256())) {
            throw new FetchException(name + " is not " + archive.name() + " as released, or was damaged: its SHA-256 is "
                    + found + ", not " + archive.sha256() + ". Nothing of it is used.");
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
