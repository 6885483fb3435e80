package io.sluice.demo.line.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes picture by picture, for tests. */
final class H264Decoder implements AutoCloseable {

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private ByteBuffer before;

    H264Decoder(ByteBuffer parameterSets) {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_H264);
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
        require(avcodec_open2(context, codec, (AVDictionary) null));
        before = parameterSets;
    }

    /** The luma of the picture that these bytes hold. */
    byte[] luma(ByteBuffer data, int width, int height) {
        byte[] bytes = new byte[before.remaining() + data.remaining()];
        int sets = before.remaining();
        before.duplicate().get(bytes, 0, sets);
        data.duplicate().get(bytes, sets, data.remaining());
        before = ByteBuffer.allocate(0);
        require(av_new_packet(packet, bytes.length));
        packet.data().put(bytes, 0, bytes.length);
        require(avcodec_send_packet(context, packet));
        av_packet_unref(packet);
        require(avcodec_receive_frame(context, frame));
        if (frame.width() != width || frame.height() != height) {
            throw new AssertionError("decoded as " + frame.width() + " x " + frame.height());
        }
        byte[] luma = new byte[width * height];
        for (int y = 0; y < height; y++) {
            frame.data(0).position((long) y * frame.linesize(0)).get(luma, y * width, width);
        }
        return luma;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }

    private static void require(int result) {
        if (result < 0) {
            throw new AssertionError("FFmpeg answered " + result);
        }
    }
}
