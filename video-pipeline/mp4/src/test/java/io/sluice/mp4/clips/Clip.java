package io.sluice.mp4.clips;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.LengthPrefixed;
import io.sluice.media.codec.PictureAssembler;
import io.sluice.media.codec.StreamFormats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A test clip as access units, at 25 pictures a second, played as often as wanted with times that go on.
 *
 * @param format of all its pictures
 * @param pictures in decoding order
 */
public record Clip(StreamFormat format, List<Picture> pictures) {

    /** Ticks of one picture. */
    public static final long FRAME = 3600;
    /** Wall-clock time of presentation time 0: 2026-01-01T00:00:00.123456Z. */
    public static final long EPOCH_MICROS = 1_767_225_600_123_456L;

    /** One picture and its times from the clip's beginning. */
    public record Picture(ByteBuffer data, long presentationTime, long decodeTime, boolean key) {}

    /** Loads {@code plain.h264}, {@code pyramid.h264} (with B-frames), {@code large.h264}, {@code pyramid.h265}, ... */
    public static Clip load(String name) {
        Codec codec = name.endsWith("264") ? Codec.H264 : Codec.H265;
        List<ByteBuffer> nals = AnnexB.split(ByteBuffer.wrap(resource(name)));
        List<CodedPicture> coded = PictureAssembler.split(codec, nals);
        List<String> table = new String(resource(name + ".packets"), StandardCharsets.US_ASCII).lines().toList();
        long shift = -Long.parseLong(table.get(0).split(",")[1]);
        List<Picture> pictures = new ArrayList<>();
        for (int index = 0; index < coded.size(); index++) {
            String[] cell = table.get(index).split(",");
            List<ByteBuffer> slices = coded.get(index).nals();
            ByteBuffer data = ByteBuffer.allocateDirect(LengthPrefixed.size(slices));
            LengthPrefixed.write(slices, data);
            pictures.add(new Picture(
                    data.flip(),
                    Long.parseLong(cell[0]) + shift,
                    Long.parseLong(cell[1]) + shift,
                    cell[3].startsWith("K")));
        }
        return new Clip(StreamFormats.of(codec, nals), List.copyOf(pictures));
    }

    /** How many pictures. */
    public int size() {
        return pictures.size();
    }

    /** The unit at an index; past the clip's end it begins again, with times that go on. */
    public AccessUnit unit(int index, Runnable onFree) {
        return unit(index, 0, false, onFree);
    }

    /** As above, with all times later by some ticks and a mark of units lost before. */
    public AccessUnit unit(int index, long later, boolean discontinuity, Runnable onFree) {
        Picture picture = pictures.get(index % size());
        long shift = index / size() * size() * FRAME + later;
        long presentation = picture.presentationTime() + shift;
        long wallClock = EPOCH_MICROS + presentation * 100 / 9;
        return new AccessUnit(format, picture.data(), picture.decodeTime() + shift, presentation, wallClock,
                picture.key(), discontinuity, onFree);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Clip.class.getResourceAsStream("/clips/" + name)) {
            return in.readAllBytes();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
