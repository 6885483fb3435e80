package io.sluice.picture.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Decoded pictures as JPEG. Stateless; each call opens an encoder of its own, for pictures may change their size. */
public final class Jpeg {

    /** FFmpeg's scale for JPEG, from the best to the worst. */
    private static final int FINEST = 2;
    private static final int COARSEST = 31;

    private Jpeg() {}

    /**
     * @param quality 1 to 100
     * @throws IllegalStateException when this FFmpeg cannot
     */
    public static byte[] of(AVFrame picture, int quality) {
        AVFrame full = av_frame_alloc();
        AVPacket packet = av_packet_alloc();
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        AVCodecContext context = avcodec_alloc_context3(codec);
        SwsContext scaler = sws_alloc_context();
        try {
            // JPEG has samples of the full range, cameras' pictures have not.
            full.format(AV_PIX_FMT_YUVJ420P).width(picture.width()).height(picture.height());
            scaler.flags(SWS_BILINEAR);
            check(sws_scale_frame(scaler, full, picture), "convert the picture");
            int scale = COARSEST - (quality - 1) * (COARSEST - FINEST) / 99;
            context.pix_fmt(AV_PIX_FMT_YUVJ420P).width(full.width()).height(full.height());
            context.time_base().num(1).den(1);
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
            context.global_quality(scale * FF_QP2LAMBDA);
            check(avcodec_open2(context, codec, (AVDictionary) null), "open its encoder for JPEG");
            full.pts(0).quality(scale * FF_QP2LAMBDA);
            check(avcodec_send_frame(context, full), "take the picture");
            check(avcodec_send_frame(context, null), "end the picture");
            check(avcodec_receive_packet(context, packet), "encode the picture");
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            return bytes;
        } finally {
            sws_free_context(scaler);
            avcodec_free_context(context);
            av_packet_free(packet);
            av_frame_free(full);
        }
    }

    private static void check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg cannot " + what + ": error " + result);
        }
    }
}
