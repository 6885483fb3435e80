package io.sluice.runner.transcode.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Which encoders can be opened on this node, found out once for each format. Thread-safe. */
final class Encoders {

    /** Ticks of a second in clips; MPEG-4 takes no more than 65,535. */
    static final int TICKS = 10_000;
    private static final int TRIAL_SIDE = 320;
    private static final int DEFAULT_RATE = 25;

    private final Map<Format, Optional<String>> usable = new EnumMap<>(Format.class);

    /** The first that can be opened; empty where none can. */
    synchronized Optional<String> find(Format format) {
        return usable.computeIfAbsent(format, wanted -> wanted.encoders().stream().filter(Encoders::opens).findFirst());
    }

    /**
     * A clip that begins with a picture.
     *
     * @throws IllegalStateException where no encoder takes pictures of its size
     */
    ClipWriter begin(Target target, AVFrame first, long micros) {
        int width = target.width(first.width(), first.height());
        int height = target.height(first.width(), first.height());
        return new ClipWriter(find(target.format())
                .flatMap(name -> open(name, width, height, target.framesPerSecond(), target.kilobits()))
                .orElseThrow(() -> new IllegalStateException("the encoder for " + target.format() + " takes no pictures of "
                        + width + "x" + height)), micros);
    }

    /**
     * Opens an encoder for pictures in planar YUV 4:2:0, with the parameter sets apart from the pictures.
     *
     * @return the caller frees it; empty where it cannot be opened
     */
    static Optional<AVCodecContext> open(String encoder, int width, int height, int framesPerSecond, int kilobits) {
        // Encoders would write to the standard error.
        av_log_set_level(AV_LOG_FATAL);
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        if (codec == null) {
            return Optional.empty();
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVDictionary options = new AVDictionary(null);
        int rate = framesPerSecond == 0 ? DEFAULT_RATE : framesPerSecond;
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).bit_rate(1000L * kilobits).max_b_frames(0)
                .gop_size(2 * rate).thread_count(1);
        context.time_base().num(1).den(TICKS);
        context.framerate().num(rate).den(1);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        Format.options(encoder).forEach((name, value) -> av_dict_set(options, name, value, 0));
        int error = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (error < 0) {
            avcodec_free_context(context);
            return Optional.empty();
        }
        return Optional.of(context);
    }

    private static boolean opens(String encoder) {
        Optional<AVCodecContext> context = open(encoder, TRIAL_SIDE, TRIAL_SIDE, 0, 500);
        context.ifPresent(opened -> avcodec_free_context(opened));
        return context.isPresent();
    }
}
