package io.sluice.drivers.file.internal;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.BitstreamException;
import io.sluice.media.codec.DecoderConfiguration;
import io.sluice.media.codec.LengthPrefixed;
import io.sluice.media.codec.Nal;
import io.sluice.media.codec.NalKind;
import io.sluice.media.codec.ParameterSets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes of a file's packets what access units carry. Packets of MP4 and Matroska mostly have that form already and are
 * passed through; others are copied once.
 */
final class PictureReader {

    private static final int ANNEX_B = 0;

    private final Codec codec;
    private final ParameterSets sets;
    /** Bytes of the length before each NAL unit; {@link #ANNEX_B} for start codes. */
    private final int lengthSize;

    /** @throws BitstreamException when the container's decoder configuration is broken */
    PictureReader(Codec codec, ByteBuffer extraData) {
        this.codec = codec;
        this.sets = new ParameterSets(codec);
        // A configuration record begins with its version, 1; a byte stream with zeros.
        if (extraData.hasRemaining() && extraData.get(extraData.position()) == 1) {
            DecoderConfiguration configuration = DecoderConfiguration.parse(codec, extraData);
            lengthSize = configuration.lengthSize();
            configuration.format().parameterSets().forEach(sets::add);
        } else {
            lengthSize = ANNEX_B;
            AnnexB.split(extraData).stream().filter(nal -> Nal.kind(codec, nal).parameterSet()).forEach(sets::add);
        }
    }

    /**
     * A picture as access units carry it.
     *
     * @param data length-prefixed NAL units
     * @param copied whether data is memory of its own, so that the packet's is not needed any more
     */
    record Picture(StreamFormat format, ByteBuffer data, boolean keyFrame, boolean copied) {}

    /**
     * @return empty when there is no picture in the packet, or no parameter sets for it have come yet
     * @throws BitstreamException when the packet is broken
     */
    Optional<Picture> read(ByteBuffer packet) {
        List<ByteBuffer> nals = lengthSize == ANNEX_B
                ? AnnexB.split(packet) : LengthPrefixed.split(packet, lengthSize);
        List<ByteBuffer> kept = new ArrayList<>(nals.size());
        boolean key = false;
        boolean sliced = false;
        for (ByteBuffer nal : nals) {
            NalKind kind = Nal.kind(codec, nal);
            if (kind.parameterSet()) {
                sets.add(nal);
            } else if (kind != NalKind.DELIMITER && kind != NalKind.UNSPECIFIED) {
                kept.add(nal);
                sliced |= kind.slice();
                key |= kind == NalKind.KEY_SLICE
                        || codec == Codec.H264 && kind == NalKind.PREFIX && Nal.recoveryPoint(nal);
            }
        }
        Optional<StreamFormat> format = sets.format();
        if (!sliced || format.isEmpty()) {
            return Optional.empty();
        }
        boolean asIs = lengthSize == LengthPrefixed.LENGTH_SIZE && LengthPrefixed.size(kept) == packet.remaining();
        return Optional.of(new Picture(format.get(), asIs ? packet : copy(kept), key, !asIs));
    }

    private static ByteBuffer copy(List<ByteBuffer> nals) {
        ByteBuffer copy = ByteBuffer.allocate(LengthPrefixed.size(nals));
        LengthPrefixed.write(nals, copy);
        return copy.flip();
    }
}
