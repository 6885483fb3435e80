package io.sluice.media.codec;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Makes {@link StreamFormat}s of parameter sets, and reads from them what they do not carry as fields. */
public final class StreamFormats {

    private StreamFormats() {}

    /**
     * The format that these parameter sets describe.
     *
     * @param nals parameter sets in any order; other NAL units are passed over
     * @throws BitstreamException when one that is needed is missing or broken
     */
    public static StreamFormat of(Codec codec, List<ByteBuffer> nals) {
        List<ByteBuffer> sets = new ArrayList<>();
        if (codec == Codec.H265) {
            pick(codec, nals, NalKind.VPS, sets);
        }
        pick(codec, nals, NalKind.SPS, sets);
        pick(codec, nals, NalKind.PPS, sets);
        ByteBuffer sps = sps(codec, sets);
        VideoDetails details = details(codec, sps);
        return new StreamFormat(codec, details.width(), details.height(), codecString(codec, sps), sets);
    }

    /** Depths, order and rate of a format. */
    public static VideoDetails details(StreamFormat format) {
        return details(format.codec(), sps(format.codec(), format.parameterSets()));
    }

    private static VideoDetails details(Codec codec, ByteBuffer sps) {
        return codec == Codec.H264 ? H264Sps.parse(sps).details() : H265Sps.parse(sps).details();
    }

    /** The first sequence parameter set. */
    static ByteBuffer sps(Codec codec, List<ByteBuffer> sets) {
        return sets.stream()
                .filter(set -> Nal.kind(codec, set) == NalKind.SPS)
                .findFirst()
                .orElseThrow(() -> missing(codec, NalKind.SPS));
    }

    private static void pick(Codec codec, List<ByteBuffer> nals, NalKind kind, List<ByteBuffer> into) {
        int before = into.size();
        nals.stream().filter(nal -> Nal.kind(codec, nal) == kind).forEach(into::add);
        if (into.size() == before) {
            throw missing(codec, kind);
        }
    }

    private static BitstreamException missing(Codec codec, NalKind kind) {
        return new BitstreamException("no " + kind + " among the parameter sets of " + codec);
    }

    /** RFC 6381 clause 3.3 for H.264, ISO/IEC 14496-15 annex E.3 for H.265. */
    private static String codecString(Codec codec, ByteBuffer sps) {
        if (codec == Codec.H264) {
            byte[] profile = new byte[3];
            sps.get(sps.position() + 1, profile);
            return "avc1." + HexFormat.of().formatHex(profile);
        }
        ProfileTierLevel profile = H265Sps.parse(sps).profile();
        StringBuilder text = new StringBuilder("hvc1.");
        if (profile.space() > 0) {
            text.append((char) ('A' + profile.space() - 1));
        }
        text.append(profile.profile()).append('.');
        text.append(Integer.toHexString(Integer.reverse(profile.compatibility())).toUpperCase(Locale.ROOT));
        text.append(profile.highTier() ? ".H" : ".L").append(profile.level());
        long left = profile.constraints();
        // Six bytes, highest first; trailing zero bytes are left out.
        for (int shift = 40; shift >= 0 && left != 0; shift -= 8) {
            text.append('.').append(Long.toHexString(left >> shift & 0xFF).toUpperCase(Locale.ROOT));
            left &= (1L << shift) - 1;
        }
        return text.toString();
    }
}
