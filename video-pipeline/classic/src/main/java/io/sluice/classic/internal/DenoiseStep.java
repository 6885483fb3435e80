package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.photo.Photo;

/** Takes noise out, by the method of the arguments. */
final class DenoiseStep implements Step {

    /** Differences of brightness beyond this are motion rather than noise. */
    private static final int MOTION = 24;
    private static final int FULL = 255;

    private final String method;
    private final double strength;
    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final Mat clean = mats.add();
    private final Mat average = mats.add();
    private final Mat present = mats.add();
    private final Mat change = mats.add();
    private final Mat moving = mats.add();

    DenoiseStep(JsonNode arguments) {
        method = arguments.get("method").textValue();
        strength = arguments.get("strength").doubleValue();
    }

    @Override
    public Outcome apply(Picture picture) {
        Mat colour = pictures.bgr(picture);
        switch (method) {
            case "median" -> Imgproc.medianBlur(colour, clean, strength < 0.5 ? 3 : 5);
            case "bilateral" -> Imgproc.bilateralFilter(colour, clean, 7, 10 + 90 * strength, 5);
            case "non-local-means" -> Photo.fastNlMeansDenoisingColored(
                    colour, clean, (float) (2 + 16 * strength), (float) (2 + 16 * strength), 5, 15);
            default -> averaged(colour);
        }
        return new Outcome(List.of(), List.of(), Optional.of(pictures.picture(clean, picture.mediaTime())));
    }

    @Override
    public void close() {
        mats.close();
        pictures.close();
    }

    /** A running average, which begins anew wherever something moves, lest it leave a ghost. */
    private void averaged(Mat colour) {
        colour.convertTo(present, CvType.CV_32FC3);
        if (average.width() != colour.width() || average.height() != colour.height()) {
            present.copyTo(average);
        }
        average.convertTo(clean, CvType.CV_8UC3);
        Core.absdiff(colour, clean, change);
        Imgproc.cvtColor(change, moving, Imgproc.COLOR_BGR2GRAY);
        // One loud pixel is noise; a thing is loud all over.
        Imgproc.blur(moving, moving, new Size(5, 5));
        Imgproc.threshold(moving, moving, MOTION, FULL, Imgproc.THRESH_BINARY);
        Imgproc.accumulateWeighted(present, average, 1 - 0.95 * strength);
        present.copyTo(average, moving);
        average.convertTo(clean, CvType.CV_8UC3);
    }
}
