package io.sluice.runner.transcode.internal;

import java.util.List;
import java.util.Map;

/**
 * What video can be made into, and by which encoders of FFmpeg, the one in processors first. Those in hardware take pictures in plain
 * memory.
 */
enum Format {

    H264("libopenh264", "h264_nvenc", "h264_v4l2m2m"),
    H265("hevc_nvenc", "hevc_v4l2m2m"),
    VP9("libvpx-vp9"),
    AV1("libaom-av1", "av1_nvenc"),
    MPEG4("mpeg4"),
    /** Decoding: each picture by itself. */
    JPEG;

    private final List<String> encoders;

    Format(String... encoders) {
        this.encoders = List.of(encoders);
    }

    List<String> encoders() {
        return encoders;
    }

    /** What makes an encoder quick enough for a stream. */
    static Map<String, String> options(String encoder) {
        return switch (encoder) {
            case "libopenh264" -> Map.of("rc_mode", "bitrate");
            case "libvpx-vp9" -> Map.of("deadline", "realtime", "cpu-used", "8", "lag-in-frames", "0");
            case "libaom-av1" -> Map.of("usage", "realtime", "cpu-used", "8", "lag-in-frames", "0");
            default -> Map.of();
        };
    }
}
