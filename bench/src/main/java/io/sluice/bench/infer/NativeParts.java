package io.sluice.bench.infer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRPF32LE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.stream.AccessUnit;
import io.sluice.media.codec.AnnexB;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** The native calls of an analysis by themselves: packets made beforehand, nothing read, nothing decided. */
final class NativeParts implements AutoCloseable {

    private static final int KEPT_FRAMES = 16;

    private final List<AVPacket> packets = new ArrayList<>();
    private final List<AVFrame> frames = new ArrayList<>();
    private final AVFrame picture = av_frame_alloc();
    private final AVFrame target = av_frame_alloc();
    private final SwsContext scaler = sws_alloc_context();
    private final InferenceSession session;
    private final Binding binding;

    NativeParts(List<AccessUnit> units, Accelerator accelerator, ModelDescriptor model) {
        for (AccessUnit unit : units) {
            packets.add(packet(unit));
        }
        target.format(AV_PIX_FMT_GBRPF32LE).width(model.input().width()).height(model.input().height());
        av_frame_get_buffer(target, 0);
        scaler.flags(SWS_BICUBIC);
        session = accelerator.load(model.variants().get(0).data());
        binding = session.bind();
    }

    /** Decodes all packets; keeps the first pictures for the scaler. */
    void decode(Pace pace) {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_H264);
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        avcodec_open2(context, codec, (AVDictionary) null);
        for (AVPacket packet : packets) {
            pace.await();
            avcodec_send_packet(context, packet);
            receive(context);
        }
        avcodec_send_packet(context, null);
        receive(context);
        avcodec_free_context(context);
    }

    void scale(int times, Pace pace) {
        for (int index = 0; index < times; index++) {
            pace.await();
            sws_scale_frame(scaler, target, frames.get(index % frames.size()));
        }
    }

    void infer(int times, Pace pace) {
        for (int index = 0; index < times; index++) {
            pace.await();
            binding.run();
        }
    }

    /** All of it picture by picture, as the parts work when they share one core's caches. */
    void together() {
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_H264);
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        avcodec_open2(context, codec, (AVDictionary) null);
        for (int index = 0; index <= packets.size(); index++) {
            avcodec_send_packet(context, index < packets.size() ? packets.get(index) : null);
            while (avcodec_receive_frame(context, picture) >= 0) {
                picture.chroma_location(0);
                sws_scale_frame(scaler, target, picture);
                binding.run();
            }
        }
        avcodec_free_context(context);
    }

    @Override
    public void close() {
        binding.close();
        session.close();
        sws_free_context(scaler);
        packets.forEach(packet -> av_packet_free(packet));
        frames.forEach(frame -> av_frame_free(frame));
        av_frame_free(picture);
        av_frame_free(target);
    }

    private void receive(AVCodecContext context) {
        while (avcodec_receive_frame(context, picture) >= 0) {
            if (frames.size() < KEPT_FRAMES) {
                AVFrame kept = av_frame_alloc();
                av_frame_ref(kept, picture);
                kept.chroma_location(0);
                frames.add(kept);
            }
        }
    }

    private static AVPacket packet(AccessUnit unit) {
        List<ByteBuffer> nals = new ArrayList<>(unit.keyFrame() ? unit.format().parameterSets() : List.of());
        ByteBuffer data = unit.data();
        while (data.hasRemaining()) {
            int length = data.getInt();
            nals.add(data.slice(data.position(), length));
            data.position(data.position() + length);
        }
        byte[] bytes = AnnexB.join(nals).array();
        AVPacket packet = av_packet_alloc();
        av_new_packet(packet, bytes.length);
        packet.data().put(bytes, 0, bytes.length);
        return packet;
    }
}
