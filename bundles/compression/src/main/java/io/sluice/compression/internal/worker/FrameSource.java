package io.sluice.compression.internal.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.InputSpec;
import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.FragmentedFile;
import io.sluice.mp4.KeyFrames;
import io.sluice.mp4.ScannedFile;
import io.sluice.mp4.ScannedFragment;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.picture.decode.StillPicture;
import io.sluice.picture.tensor.TensorWriter;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Pictures of recordings, or picture files, as a model takes them, each unlike all others. Of a recording only key frames are
 * decoded, each by itself: a moment's picture is that of the key frame before it.
 */
final class FrameSource {

    private final InputSpec spec;
    private final int wanted;
    private final List<FloatBuffer> frames = new ArrayList<>();
    private final List<Sketch> sketches = new ArrayList<>();
    private final NativeMemory scratch;
    private int looked;

    /** @param wanted most frames taken */
    FrameSource(InputSpec spec, int wanted) {
        this.spec = spec;
        this.wanted = wanted;
        scratch = NativeMemory.allocate((long) Float.BYTES * 3 * spec.width() * spec.height());
    }

    /** How many pictures were looked at. */
    int looked() {
        return looked;
    }

    /** Frames that differ from one another, in order of time. */
    List<FloatBuffer> frames() {
        return frames;
    }

    boolean full() {
        return frames.size() >= wanted;
    }

    /** What cannot be decoded is passed over: a recording may have been deleted meanwhile, or be damaged. */
    void picture(Path file) throws IOException {
        try (StillPicture picture = StillPicture.read(file)) {
            take(picture.frame());
        } catch (RejectedException damaged) {
            looked++;
        }
    }

    /**
     * @param start of the recording, where it does not tell the time itself
     * @param moments rising; both in microseconds since 1970 UTC
     */
    void recording(Path file, long start, List<Long> moments) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Optional<ScannedFile> scanned = FragmentedFile.scan(channel);
            if (scanned.isEmpty()) {
                return;
            }
            Set<Integer> seen = new HashSet<>();
            for (long moment : moments) {
                // A fragment may hold none: then the one before is looked at, and so on to one that was looked at already.
                int index = at(scanned.get(), start, moment);
                boolean found = full();
                while (!found && index >= 0 && seen.add(index)) {
                    found = decode(channel, scanned.get(), scanned.get().fragments().get(index));
                    index--;
                }
            }
        } catch (IOException gone) {
            looked += moments.size();
        }
    }

    /** The latest fragment that begins before a moment, or the first of all. */
    private static int at(ScannedFile file, long start, long moment) {
        int found = 0;
        for (int index = 1; index < file.fragments().size(); index++) {
            ScannedFragment fragment = file.fragments().get(index);
            long ticks = fragment.decodeTime() - file.fragments().get(0).decodeTime();
            long time = fragment.wallClockMicros().orElse(start + ticks * 1_000_000 / AccessUnit.TICKS_PER_SECOND);
            found = time <= moment ? index : found;
        }
        return file.fragments().isEmpty() ? -1 : found;
    }

    /** Whether there was a key frame. */
    private boolean decode(FileChannel channel, ScannedFile file, ScannedFragment fragment) throws IOException {
        Optional<ByteBuffer> sample = KeyFrames.first(channel, fragment);
        if (sample.isEmpty()) {
            return false;
        }
        AccessUnit unit = new AccessUnit(file.format(), sample.get(), 0, 0, 0, true, false, () -> { }).number(0);
        try (FrameDecoder decoder = new FrameDecoder(file.format())) {
            decoder.send(unit, true);
            decoder.drain();
            if (decoder.next()) {
                take(decoder.frame());
            } else {
                looked++;
            }
        }
        return true;
    }

    private void take(AVFrame picture) {
        looked++;
        try (TensorWriter writer = new TensorWriter(spec, scratch.view())) {
            writer.write(picture);
        }
        FloatBuffer tensor = scratch.view().asFloatBuffer();
        Sketch sketch = Sketch.of(tensor, spec);
        if (full() || !sketches.stream().allMatch(sketch::differs)) {
            return;
        }
        sketches.add(sketch);
        // Lives as long as the process, which ends with its task.
        FloatBuffer kept = NativeMemory.allocate(scratch.view().capacity()).view().asFloatBuffer();
        frames.add(kept.put(tensor).flip());
    }

    /** @param sources as in a task */
    void take(JsonNode sources) throws IOException {
        for (JsonNode source : sources) {
            if (full()) {
                return;
            }
            Path file = Path.of(source.path("file").asText());
            if (source.has("moments")) {
                List<Long> moments = new ArrayList<>();
                source.path("moments").forEach(moment -> moments.add(moment.asLong()));
                recording(file, source.path("start").asLong(), moments);
            } else {
                picture(file);
            }
        }
    }
}
