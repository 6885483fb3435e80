package io.sluice.mp4;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the structure of a fragmented file, never its media data: a few hundred bytes a fragment. Whatever the bytes
 * are, it ends, takes bounded memory, and reports no more than what is completely there.
 */
public final class FragmentedFile {

    private static final int WINDOW = 4096;
    /** More than any init segment or fragment header of ours; a larger one is taken as broken. */
    private static final int LARGEST_HEADER = 1 << 20;

    private static final int MOOV = BoxReader.type("moov");
    private static final int MOOF = BoxReader.type("moof");
    private static final int MDAT = BoxReader.type("mdat");
    private static final int PRFT = BoxReader.type("prft");
    private static final int UUID = BoxReader.type("uuid");

    private final FileChannel file;
    private final long fileBytes;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowAt;

    private FragmentedFile(FileChannel file) throws IOException {
        this.file = file;
        this.fileBytes = file.size();
    }

    /** Reads a file from its beginning; the channel's position stays. Empty where no complete init segment is there. */
    public static Optional<ScannedFile> scan(FileChannel file) throws IOException {
        return new FragmentedFile(file).scan();
    }

    public static Optional<ScannedFile> scan(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return scan(channel);
        }
    }

    /**
     * Cuts off what follows the last complete fragment. A file without a complete init segment is left as it is.
     *
     * @return what the file holds, as {@link #scan(Path)}; its {@code fileBytes} is the size after the repair
     */
    public static Optional<ScannedFile> repair(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Optional<ScannedFile> found = scan(channel);
            if (found.isEmpty() || found.get().whole()) {
                return found;
            }
            ScannedFile damaged = found.get();
            channel.truncate(damaged.completeBytes());
            return Optional.of(new ScannedFile(
                    damaged.format(), damaged.initBytes(), damaged.fragments(), damaged.completeBytes()));
        }
    }

    private Optional<ScannedFile> scan() throws IOException {
        long position = 0;
        Optional<TrackReader> track = Optional.empty();
        for (Header box = header(position); track.isEmpty(); box = header(position)) {
            if (box == null || box.type == MDAT || box.type == MOOF) {
                return Optional.empty();
            }
            if (box.type == MOOV) {
                Optional<ByteBuffer> content = content(box);
                track = content.flatMap(TrackReader::of);
                if (track.isEmpty()) {
                    return Optional.empty();
                }
            }
            position = box.end;
        }
        List<ScannedFragment> found = fragments(track.get(), position);
        return Optional.of(new ScannedFile(track.get().format(), position, found, fileBytes));
    }

    private List<ScannedFragment> fragments(TrackReader track, long from) throws IOException {
        List<ScannedFragment> found = new ArrayList<>();
        long begin = from;
        FragmentReader fragment = new FragmentReader(track);
        try {
            for (Header box = header(from); box != null; box = header(box.end)) {
                if (box.type == MDAT && fragment.hasSamples()) {
                    found.add(fragment.end(begin, box.end - begin));
                    begin = box.end;
                    fragment = new FragmentReader(track);
                } else if (box.type == MOOF || box.type == PRFT || box.type == UUID) {
                    Optional<ByteBuffer> content = content(box);
                    if (content.isEmpty()) {
                        return found;
                    }
                    read(fragment, box.type, content.get());
                }
            }
        } catch (BufferUnderflowException | ArithmeticException broken) {
            // What was found before stands; from here on the file is damaged.
            return found;
        }
        return found;
    }

    private static void read(FragmentReader fragment, int type, ByteBuffer content) {
        if (type == MOOF) {
            fragment.moof(content);
        } else if (type == PRFT) {
            fragment.prft(content);
        } else {
            fragment.uuid(content);
        }
    }

    /** The box at a position, or null where none is completely there. */
    private Header header(long position) throws IOException {
        if (!load(position, 8)) {
            return null;
        }
        int at = (int) (position - windowAt);
        long size = window.getInt(at) & 0xFFFFFFFFL;
        int type = window.getInt(at + 4);
        int header = 8;
        if (size == 1) {
            if (!load(position, 16)) {
                return null;
            }
            size = window.getLong((int) (position - windowAt) + 8);
            header = 16;
        }
        boolean complete = size >= header && size <= fileBytes - position;
        return complete ? new Header(type, position + header, position + size) : null;
    }

    private Optional<ByteBuffer> content(Header box) throws IOException {
        long size = box.end - box.content;
        if (size > LARGEST_HEADER || !load(box.content, (int) size)) {
            return Optional.empty();
        }
        return Optional.of(window.slice((int) (box.content - windowAt), (int) size));
    }

    /** Brings bytes into the window; whether they are there. */
    private boolean load(long position, int count) throws IOException {
        if (position >= windowAt && position + count <= windowAt + window.limit()) {
            return true;
        }
        // A new buffer where a larger one is needed; slices of the old one stay valid for their users.
        window = count > window.capacity() ? ByteBuffer.allocate(count + WINDOW) : ByteBuffer.allocate(WINDOW);
        windowAt = position;
        while (window.hasRemaining()) {
            if (file.read(window, windowAt + window.position()) < 0) {
                break;
            }
        }
        window.flip();
        return window.limit() >= count;
    }

    private record Header(int type, long content, long end) {}
}
