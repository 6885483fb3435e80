package io.sluice.media.codec;

import io.sluice.api.stream.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Groups NAL units into access units by their order (H.264 clause 7.4.1.2.3, H.265 clause 7.4.2.4.4). Keeps views of
 * what it is given; the bytes must stay until the picture was taken. Not thread-safe.
 */
public final class PictureAssembler {

    private final Codec codec;
    private final List<ByteBuffer> nals = new ArrayList<>();
    private final List<ByteBuffer> sets = new ArrayList<>();
    private boolean sliced;
    private boolean key;

    public PictureAssembler(Codec codec) {
        this.codec = codec;
    }

    /** All pictures of a whole stream. */
    public static List<CodedPicture> split(Codec codec, List<ByteBuffer> nals) {
        PictureAssembler assembler = new PictureAssembler(codec);
        List<CodedPicture> pictures = new ArrayList<>();
        nals.forEach(nal -> assembler.add(nal).ifPresent(pictures::add));
        assembler.finish().ifPresent(pictures::add);
        return pictures;
    }

    /**
     * Takes the next NAL unit.
     *
     * @return the picture before, when this unit begins another
     */
    public Optional<CodedPicture> add(ByteBuffer nal) {
        NalKind kind = Nal.kind(codec, nal);
        if (kind == NalKind.UNSPECIFIED) {
            return Optional.empty();
        }
        boolean begins = sliced && (kind.slice() ? Nal.firstSlice(codec, nal) : kind != NalKind.SUFFIX);
        Optional<CodedPicture> before = begins ? finish() : Optional.empty();
        if (kind.parameterSet()) {
            sets.add(nal.slice());
        } else if (kind != NalKind.DELIMITER) {
            nals.add(nal.slice());
            key |= kind == NalKind.KEY_SLICE
                    || codec == Codec.H264 && kind == NalKind.PREFIX && Nal.recoveryPoint(nal);
            sliced |= kind.slice();
        }
        return before;
    }

    /** The picture under way, when the stream ends; what has no slice is dropped. */
    public Optional<CodedPicture> finish() {
        Optional<CodedPicture> picture = sliced ? Optional.of(new CodedPicture(nals, sets, key)) : Optional.empty();
        nals.clear();
        sets.clear();
        sliced = false;
        key = false;
        return picture;
    }
}
