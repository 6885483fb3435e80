package io.sluice.playback.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.support.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Sends a segment's file, or a range of it, a piece at a time. Only complete fragments are ever sent. */
final class SegmentTransfer {

    private static final int PIECE = 64 << 10;

    private SegmentTransfer() {}

    static void send(HttpServletRequest request, HttpServletResponse response, RecordingIndex index, long id)
            throws IOException {
        Segment segment = index.segment(id).orElseThrow(SegmentTransfer::gone);
        try (FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            send(request, response, segment, file);
        } catch (NoSuchFileException deleted) {
            throw gone();
        }
    }

    private static void send(
            HttpServletRequest request, HttpServletResponse response, Segment segment, FileChannel file)
            throws IOException {
        long size = segment.bytes();
        String tag = "\"" + segment.id() + "-" + size + "\"";
        String condition = request.getHeader("If-Range");
        String wanted = condition == null || condition.equals(tag) ? request.getHeader("Range") : null;
        Optional<ByteRange> range = ByteRange.of(wanted, size);
        response.setHeader("Accept-Ranges", "bytes");
        if (range.isPresent() && !range.get().satisfiable()) {
            response.setHeader("Content-Range", "bytes */" + size);
            Problems.send(response, 416, "playback.range", "The segment has " + size + " bytes.",
                    "Ask for a range within them.", "");
            return;
        }
        ByteRange sent = range.orElse(new ByteRange(0, size - 1));
        response.setContentType("video/mp4");
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", segment.complete() ? "private, max-age=3600" : "no-store");
        response.setContentLengthLong(sent.length());
        if (range.isPresent()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", "bytes " + sent.first() + "-" + sent.last() + "/" + size);
        }
        if (!request.getMethod().equals("HEAD")) {
            copy(file, sent, response.getOutputStream());
        }
    }

    private static void copy(FileChannel file, ByteRange range, OutputStream out) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, range.length()));
        long position = range.first();
        while (position <= range.last()) {
            piece.clear().limit((int) Math.min(piece.capacity(), range.last() - position + 1));
            int count = file.read(piece, position);
            if (count < 0) {
                throw new EOFException("the file ended before what the index says of it");
            }
            out.write(piece.array(), 0, count);
            position += count;
        }
    }

    private static NotFoundException gone() {
        return new NotFoundException("playback.unknown_segment", "There is no such segment, or not any more.");
    }
}
