package io.sluice.runner.preprocessing.internal;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.frame.Region;
import io.sluice.api.message.JsonObject;
import io.sluice.picture.decode.PictureLoan;
import io.sluice.runner.kit.ArgumentReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Makes pictures of another size. Where one side is given, the other follows. */
final class ScaleStep implements Step {

    private static final int LEAST = 16;
    private static final int MOST = 8192;

    private final OptionalInt width;
    private final OptionalInt height;
    private Optional<Scaler> scaler = Optional.empty();

    private ScaleStep(OptionalInt width, OptionalInt height) {
        this.width = width;
        this.height = height;
    }

    /** @throws io.sluice.api.error.InvalidInputException naming what is wrong */
    static ScaleStep read(JsonObject arguments, String path) {
        ArgumentReader reader = ArgumentReader.of(arguments, path + "Arguments.", Set.of("Width", "Height"));
        OptionalInt width = reader.whole("Width", LEAST, MOST);
        OptionalInt height = reader.whole("Height", LEAST, MOST);
        if (width.isEmpty() && height.isEmpty()) {
            throw ArgumentReader.invalid(reader.path() + "Width", "or Height must be given");
        }
        return new ScaleStep(width, height);
    }

    @Override
    public Outcome apply(Picture picture) {
        if (scaler.isEmpty()) {
            scaler = Optional.of(new Scaler());
        }
        int wide = width.orElseGet(() -> (int) Math.round((double) picture.width() * height.getAsInt() / picture.height()));
        int high = height.orElseGet(() -> (int) Math.round((double) picture.height() * width.getAsInt() / picture.width()));
        return new Outcome(List.of(), List.of(), Optional.of(
                scaler.get().scale(picture, Math.max(2, wide & ~1), Math.max(2, high & ~1))));
    }

    @Override
    public void close() {
        scaler.ifPresent(Scaler::close);
        scaler = Optional.empty();
    }

    /** What it holds of FFmpeg. */
    private static final class Scaler implements AutoCloseable {

        private final PictureFrame view = new PictureFrame();
        private final SwsContext context = sws_alloc_context();
        private final PictureLoan loan = new PictureLoan();
        private AVFrame scaled = av_frame_alloc();

        Scaler() {
            context.flags(SWS_AREA);
        }

        Picture scale(Picture picture, int width, int height) {
            if (scaled.width() != width || scaled.height() != height) {
                av_frame_free(scaled);
                scaled = av_frame_alloc();
                scaled.format(AV_PIX_FMT_YUV420P).width(width).height(height);
            }
            int error = sws_scale_frame(context, scaled, view.of(picture));
            if (error < 0) {
                throw new IllegalStateException("FFmpeg cannot scale to " + width + "x" + height + ": error " + error);
            }
            return loan.of(scaled, Region.ALL, picture.mediaTime());
        }

        @Override
        public void close() {
            view.close();
            loan.close();
            sws_free_context(context);
            av_frame_free(scaled);
        }
    }
}
