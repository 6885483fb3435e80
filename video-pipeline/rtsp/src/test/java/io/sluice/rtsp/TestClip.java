package io.sluice.rtsp;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.PictureAssembler;
import io.sluice.media.codec.StreamFormats;
import io.sluice.rtsp.server.ClipPlayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A clip of the media library's tests, 50 pictures at 25 a second, with the times that ffprobe reads.
 *
 * @param format of its parameter sets
 * @param pictures in decoding order
 * @param presentationTimes in 1/90 000 s, the first 0
 * @param decodeTimes as ffprobe has them; the first are negative with B pictures
 */
public record TestClip(
        StreamFormat format, List<CodedPicture> pictures, List<Long> presentationTimes, List<Long> decodeTimes) {

    private static final Path FOLDER = Path.of("../media/src/test/resources/clips");
    public static final long LENGTH = 50 * 3600;

    public static TestClip load(String name) {
        try {
            Codec codec = name.endsWith("264") ? Codec.H264 : Codec.H265;
            ByteBuffer stream = ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(name)));
            List<CodedPicture> pictures = PictureAssembler.split(codec, AnnexB.split(stream));
            List<String[]> table = Files.readAllLines(FOLDER.resolve(name + ".packets")).stream()
                    .map(line -> line.split(","))
                    .toList();
            return new TestClip(
                    StreamFormats.of(codec, pictures.get(0).parameterSets()),
                    pictures,
                    table.stream().map(row -> Long.valueOf(row[0])).toList(),
                    table.stream().map(row -> Long.valueOf(row[1])).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ClipPlayer.Clip looped() {
        return new ClipPlayer.Clip(pictures, presentationTimes, LENGTH);
    }
}
