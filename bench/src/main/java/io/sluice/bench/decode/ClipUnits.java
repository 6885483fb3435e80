package io.sluice.bench.decode;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.ParameterSets;
import io.sluice.media.codec.PictureAssembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The access units of a clip, as a driver publishes them. */
public final class ClipUnits {

    private static final int FRAMES_PER_SECOND = 30;

    private ClipUnits() {}

    /** @param clip H.264 as Annex B, 30 pictures a second */
    public static List<AccessUnit> read(Path clip) throws IOException {
        List<ByteBuffer> nals = AnnexB.split(ByteBuffer.wrap(Files.readAllBytes(clip)));
        List<CodedPicture> pictures = PictureAssembler.split(Codec.H264, nals);
        ParameterSets sets = new ParameterSets(Codec.H264);
        List<AccessUnit> units = new ArrayList<>(pictures.size());
        for (CodedPicture picture : pictures) {
            picture.parameterSets().forEach(sets::add);
            StreamFormat format = sets.format()
                    .orElseThrow(() -> new IOException(clip + " begins without SPS and PPS"));
            long time = (long) units.size() * AccessUnit.TICKS_PER_SECOND / FRAMES_PER_SECOND;
            AccessUnit unit = new AccessUnit(
                    format, payload(picture), time, time, time * 100 / 9, picture.keyFrame(), false, () -> {});
            units.add(unit.number(units.size()));
        }
        return units;
    }

    private static ByteBuffer payload(CodedPicture picture) {
        int size = picture.nals().stream().mapToInt(nal -> nal.remaining() + Integer.BYTES).sum();
        ByteBuffer data = ByteBuffer.allocateDirect(size);
        picture.nals().forEach(nal -> data.putInt(nal.remaining()).put(nal.duplicate()));
        return data.flip();
    }
}
