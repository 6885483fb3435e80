package io.sluice.launcher.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Brings an archive from an HTTP server into a file, and goes on where it was when the connection is cut, in this call or a later
 * one. What comes is compared with the archive's size; its digest is for the caller to check.
 */
final class Download {

    private static final int CONNECT_MILLIS = 20_000;
    private static final int READ_MILLIS = 60_000;
    private static final int BLOCK = 1 << 16;
    /** So often in a row without a single byte. */
    private static final int MOST_VAIN_TRIES = 5;
    private static final int TENTHS = 10;
    private static final int PARTIAL_CONTENT = HttpURLConnection.HTTP_PARTIAL;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final PinnedArchive archive;
    private final PrintStream out;
    private final Pause pause;

    /** Waits between two tries. */
    interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    Download(PinnedArchive archive, PrintStream out, Pause pause) {
        this.archive = archive;
        this.out = out;
        this.pause = pause;
    }

    /**
     * @param target a file with the archive's beginning, or none
     * @throws FetchException when it cannot be had; the target then has what came of it, for a later call
     */
    void into(URI source, Path target) throws FetchException, InterruptedException {
        int vain = 0;
        String cut = "";
        while (size(target) != archive.bytes()) {
            long before = size(target);
            try {
                more(source, target, before);
                cut = "the server closed the connection";
            } catch (IOException error) {
                cut = describe(error);
            }
            long now = size(target);
            if (now == archive.bytes()) {
                return;
            }
            vain = now > before ? 0 : vain + 1;
            if (vain == MOST_VAIN_TRIES) {
                throw new FetchException("The download from " + source + " does not go on after " + now + " of "
                        + archive.bytes() + " bytes: " + cut + ". Run the same command again later; it goes on from there.");
            }
            out.println("Cut after " + now + " of " + archive.bytes() + " bytes (" + cut + "); going on.");
            pause.await(Duration.ofSeconds(1L << vain));
        }
    }

    /** @param have bytes that are there already */
    private void more(URI source, Path target, long have) throws IOException, FetchException {
        HttpURLConnection connection = open(source);
        try {
            if (have > 0) {
                connection.setRequestProperty("Range", "bytes=" + have + "-");
            }
            int status = connection.getResponseCode();
            long from = status == PARTIAL_CONTENT && have > 0 ? have : 0;
            if (status == RANGE_NOT_SATISFIABLE) {
                // The file there is shorter than what is here: it is another one.
                Files.deleteIfExists(target);
                throw wrongSize(source, "fewer");
            }
            if (status != HttpURLConnection.HTTP_OK && status != PARTIAL_CONTENT) {
                throw new FetchException("The server of " + source + " answers with HTTP status " + status
                        + ". Check the address, or fetch the file by other means and give its path.");
            }
            long length = connection.getContentLengthLong();
            if (length >= 0 && from + length != archive.bytes()) {
                throw wrongSize(source, Long.toString(from + length));
            }
            try (InputStream in = connection.getInputStream()) {
                append(source, in, target, from);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection open(URI source) throws IOException, FetchException {
        if (!(source.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new FetchException("Not an address of a web server: " + source + ".");
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("Accept-Encoding", "identity");
        return connection;
    }

    private void append(URI source, InputStream in, Path target, long from) throws IOException, FetchException {
        try (FileChannel file = open(target, from)) {
            byte[] block = new byte[BLOCK];
            long have = from;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (have + read > archive.bytes()) {
                    throw wrongSize(source, "more");
                }
                write(file, target, ByteBuffer.wrap(block, 0, read));
                if (have * TENTHS / archive.bytes() != (have + read) * TENTHS / archive.bytes()) {
                    out.println((have + read) * 100 / archive.bytes() + " %");
                }
                have += read;
            }
        }
    }

    private static FileChannel open(Path target, long from) throws FetchException {
        try {
            return FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .truncate(from)
                    .position(from);
        } catch (IOException error) {
            throw Disk.failed(target, error);
        }
    }

    /** A full disk is no cut connection. */
    private static void write(FileChannel file, Path target, ByteBuffer content) throws FetchException {
        try {
            while (content.hasRemaining()) {
                file.write(content);
            }
        } catch (IOException error) {
            throw Disk.failed(target, error);
        }
    }

    private FetchException wrongSize(URI source, String bytes) {
        return new FetchException("The file at " + source + " has " + bytes + " bytes, " + archive.name() + " has "
                + archive.bytes() + ". Give the address of onnxruntime_gpu-" + archive.version() + ".jar.");
    }

    private static long size(Path file) throws FetchException {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException error) {
            throw Disk.failed(file, error);
        }
    }

    private static String describe(IOException error) {
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
}
