package io.sluice.cli;

import io.sluice.api.error.RejectedException;
import io.sluice.api.model.InputSpec;
import io.sluice.onnx.run.Tensor;
import io.sluice.picture.decode.StillPicture;
import io.sluice.picture.tensor.TensorWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Recorded pictures as a model takes them: of one recording, or of all recordings and pictures in a folder. */
final class Frames {

    private final String inputName;
    private final InputSpec spec;
    private final List<Map<String, Tensor>> frames = new ArrayList<>();
    private int seen;

    private Frames(String inputName, InputSpec spec) {
        this.inputName = inputName;
        this.spec = spec;
    }

    /**
     * Takes frames at equal distances from all there are, in order of the files' names.
     *
     * @param most frames taken
     * @throws RejectedException {@code frames.none} when there are fewer than two, {@code frames.video} or
     *     {@code vector.picture} when a file is damaged
     */
    static List<Map<String, Tensor>> read(Path source, String inputName, InputSpec spec, int most) throws IOException {
        List<Path> files = files(source);
        int count = 0;
        for (Path file : files) {
            count += count(file);
        }
        Frames frames = new Frames(inputName, spec);
        for (Path file : files) {
            frames.add(file, count, Math.min(most, count));
        }
        if (frames.frames.size() < 2) {
            throw new RejectedException("frames.none", "There are fewer than two pictures in " + source + ".",
                    "Give an MP4 recording, or a folder of recordings or of PNG or JPEG pictures.", null);
        }
        return frames.frames;
    }

    private void add(Path file, int count, int wanted) throws IOException {
        if (isPicture(file)) {
            try (StillPicture picture = StillPicture.read(file)) {
                take(picture.frame(), count, wanted);
            }
            return;
        }
        try (VideoFrames video = new VideoFrames(file)) {
            video.forEach(frame -> take(frame, count, wanted));
        }
    }

    private void take(AVFrame frame, int count, int wanted) {
        // One in each of as many equal stretches as are wanted.
        boolean first = (long) seen * wanted / count != (long) (seen - 1) * wanted / count || seen == 0;
        seen++;
        if (first && frames.size() < wanted) {
            frames.add(Map.of(inputName, tensor(frame)));
        }
    }

    private Tensor tensor(AVFrame frame) {
        float[] values = new float[3 * spec.width() * spec.height()];
        ByteBuffer memory = ByteBuffer.allocateDirect(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
        try (TensorWriter writer = new TensorWriter(spec, memory)) {
            writer.write(frame);
        }
        memory.asFloatBuffer().get(values);
        return new Tensor(new long[] {1, 3, spec.height(), spec.width()}, values);
    }

    private static List<Path> files(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            return List.of(source);
        }
        try (Stream<Path> entries = Files.list(source)) {
            return entries.filter(file -> isPicture(file) || name(file).endsWith(".mp4")).sorted().toList();
        }
    }

    private static int count(Path file) {
        if (isPicture(file)) {
            return 1;
        }
        try (VideoFrames video = new VideoFrames(file)) {
            return video.count();
        }
    }

    private static boolean isPicture(Path file) {
        return Stream.of(".png", ".jpg", ".jpeg").anyMatch(name(file)::endsWith);
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
