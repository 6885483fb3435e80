package io.sluice.rtsp.sdp;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.Nal;
import io.sluice.media.codec.NalKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The video of a session.
 *
 * @param codec of the stream
 * @param payloadType in RTP
 * @param clockRate of RTP timestamps, in Hz
 * @param control the track's control attribute; empty stands for the session's own address
 * @param parameterSets those described; may be empty, they then come in band
 */
public record VideoTrack(
        Codec codec, int payloadType, int clockRate, String control, List<ByteBuffer> parameterSets) {

    private static final int PAYLOAD_TYPES = 128;

    /** What is offered has no video that can be taken; the message says what there is. */
    public static final class UnsupportedMediaException extends RuntimeException {
        public UnsupportedMediaException(String message) {
            super(message);
        }
    }

    /**
     * The first video in H.264 or H.265.
     *
     * @throws UnsupportedMediaException when there is none
     */
    public static VideoTrack choose(SessionDescription session) {
        List<String> offered = new ArrayList<>();
        for (SessionDescription.Media media : session.media()) {
            for (String format : media.formats()) {
                String encoding = media.attribute("rtpmap", format).orElse("payload type " + format);
                Optional<Codec> codec = codec(encoding);
                if (media.kind().equals("video") && codec.isPresent()) {
                    return track(media, format, codec.get(), encoding);
                }
                offered.add(media.kind() + " " + encoding);
            }
        }
        throw new UnsupportedMediaException(
                offered.isEmpty() ? "no media at all" : "only " + String.join(", ", offered));
    }

    /** The media description of a stream we serve; the control attribute is {@code trackID=0}. */
    public static String describe(StreamFormat format, int payloadType) {
        StringBuilder sets = new StringBuilder();
        if (format.codec() == Codec.H264) {
            byte[] profile = new byte[3];
            format.parameterSets().get(0).get(1, profile);
            sets.append("packetization-mode=1;profile-level-id=")
                    .append(java.util.HexFormat.of().formatHex(profile))
                    .append(";sprop-parameter-sets=")
                    .append(encoded(format.parameterSets()));
        } else {
            String separator = "";
            for (NalKind kind : List.of(NalKind.VPS, NalKind.SPS, NalKind.PPS)) {
                List<ByteBuffer> ofKind = format.parameterSets().stream()
                        .filter(set -> Nal.kind(Codec.H265, set) == kind)
                        .toList();
                sets.append(separator).append("sprop-").append(kind.name().toLowerCase(Locale.ROOT)).append('=');
                sets.append(encoded(ofKind));
                separator = ";";
            }
        }
        return "m=video 0 RTP/AVP " + payloadType + "\r\n"
                + "a=rtpmap:" + payloadType + " " + format.codec() + "/90000\r\n"
                + "a=fmtp:" + payloadType + " " + sets + "\r\n"
                + "a=control:trackID=0\r\n";
    }

    private static Optional<Codec> codec(String encoding) {
        String name = encoding.split("/")[0].strip().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "H264" -> Optional.of(Codec.H264);
            case "H265", "HEVC" -> Optional.of(Codec.H265);
            default -> Optional.empty();
        };
    }

    private static VideoTrack track(SessionDescription.Media media, String format, Codec codec, String encoding) {
        Map<String, String> parameters = parameters(media.attribute("fmtp", format).orElse(""));
        if (codec == Codec.H264 && parameters.getOrDefault("packetization-mode", "0").equals("2")) {
            throw new UnsupportedMediaException("H.264 in the interleaved packetization mode 2");
        }
        if (!parameters.getOrDefault("sprop-max-don-diff", "0").equals("0")) {
            throw new UnsupportedMediaException(codec + " with NAL units out of decoding order (sprop-max-don-diff)");
        }
        List<ByteBuffer> sets = new ArrayList<>();
        for (String name : List.of("sprop-parameter-sets", "sprop-vps", "sprop-sps", "sprop-pps")) {
            decode(codec, parameters.getOrDefault(name, ""), sets);
        }
        String[] parts = encoding.split("/");
        int clock = 90_000;
        int payloadType;
        try {
            payloadType = Integer.parseInt(format);
            clock = parts.length > 1 ? Integer.parseInt(parts[1].strip()) : clock;
        } catch (NumberFormatException e) {
            payloadType = -1;
        }
        if (payloadType < 0 || payloadType >= PAYLOAD_TYPES || clock <= 0) {
            throw new UnsupportedMediaException("video of payload type " + format + " with " + encoding);
        }
        return new VideoTrack(codec, payloadType, clock, media.attribute("control").orElse(""), sets);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    /** Cameras put broken or empty sets here and send good ones in band, so what cannot be read is left out. */
    private static void decode(Codec codec, String text, List<ByteBuffer> into) {
        for (String part : text.split(",")) {
            byte[] set;
            try {
                set = Base64.getDecoder().decode(part.strip());
            } catch (IllegalArgumentException notBase64) {
                continue;
            }
            if (set.length > Nal.headerSize(codec) && set[0] >= 0
                    && Nal.kind(codec, ByteBuffer.wrap(set)).parameterSet()) {
                into.add(ByteBuffer.wrap(set).asReadOnlyBuffer());
            }
        }
    }

    private static String encoded(List<ByteBuffer> sets) {
        return String.join(",", sets.stream().map(set -> {
            byte[] bytes = new byte[set.remaining()];
            set.get(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }).toList());
    }
}
