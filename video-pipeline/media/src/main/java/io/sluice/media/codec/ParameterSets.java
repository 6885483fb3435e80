package io.sluice.media.codec;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameter sets of a stream as they come, in band or beforehand: keeps the latest of each kind and id and makes
 * the
 * format of them. Not thread-safe.
 */
public final class ParameterSets {

    private final Codec codec;
    private final Map<Integer, ByteBuffer> latest = new TreeMap<>();
    private Optional<StreamFormat> format = Optional.empty();
    private boolean changed;

    public ParameterSets(Codec codec) {
        this.codec = codec;
    }

    /**
     * Takes a parameter set; repeating one costs a comparison and no memory.
     *
     * @param nal from position to limit; copied when it is news, not moved
     * @return whether it differs from what was known
     * @throws BitstreamException when it is broken; what was known stays
     */
    public boolean add(ByteBuffer nal) {
        NalKind kind = Nal.kind(codec, nal);
        if (!kind.parameterSet()) {
            throw new BitstreamException("a NAL unit of kind " + kind + " is no parameter set");
        }
        if (latest.containsValue(nal)) {
            return false;
        }
        int key = kind.ordinal() << 8 | id(kind, nal);
        byte[] copy = new byte[nal.remaining()];
        nal.get(nal.position(), copy);
        if (latest.put(key, ByteBuffer.wrap(copy).asReadOnlyBuffer()) != null && kind == NalKind.SPS) {
            // A new sequence begins: picture parameter sets of the old one may not fit it any more.
            latest.keySet().removeIf(other -> other >> 8 == NalKind.PPS.ordinal());
        }
        changed = true;
        return true;
    }

    /** The format as of now: the same instance until a set changes, empty until all kinds needed have come. */
    public Optional<StreamFormat> format() {
        if (changed && complete()) {
            format = Optional.of(StreamFormats.of(codec, new ArrayList<>(latest.values())));
            changed = false;
        }
        return format;
    }

    private boolean complete() {
        List<NalKind> needed = codec == Codec.H264
                ? List.of(NalKind.SPS, NalKind.PPS)
                : List.of(NalKind.VPS, NalKind.SPS, NalKind.PPS);
        return needed.stream()
                .allMatch(kind -> latest.keySet().stream().anyMatch(key -> key >> 8 == kind.ordinal()));
    }

    private int id(NalKind kind, ByteBuffer nal) {
        return switch (kind) {
            case SPS -> codec == Codec.H264 ? H264Sps.parse(nal).id() : H265Sps.parse(nal).id();
            case PPS -> new BitReader(Rbsp.of(nal, Nal.headerSize(codec), 8), codec + " PPS")
                    .unsigned("pic_parameter_set_id", codec == Codec.H264 ? 255 : 63);
            default -> new BitReader(Rbsp.of(nal, 2, 8), "H.265 VPS").small(4);
        };
    }
}
