package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.result.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Compares with a good part. A place counts as different where it is brighter than all, or darker than all, that the good
 * picture has within the tolerance: so an edge that lies a little beside where it should is none. Tells {@code excess} where
 * there is more of the bright than should be, and {@code missing} where there is less.
 */
final class GoldenStep implements Step {

    private static final int FULL = 255;

    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final Mat golden;
    private final Registration registration;
    private final int threshold;
    private final int tolerance;
    private final int blur;
    private final int leastArea;
    private final int margin;
    private final Mat tolerated;
    private final Mat joined;
    private final Mat sized = mats.add();
    private final Mat part = mats.add();
    private final Mat laid = mats.add();
    private final Mat bound = mats.add();
    private final Mat difference = mats.add();
    private final Mat joinedMask = mats.add();
    private final Mat labels = mats.add();
    private final Mat statistics = mats.add();
    private final Mat centroids = mats.add();

    GoldenStep(JsonNode arguments) {
        threshold = arguments.get("threshold").intValue();
        tolerance = arguments.get("tolerance").intValue();
        blur = arguments.get("blur").intValue();
        leastArea = arguments.get("leastArea").intValue();
        margin = arguments.get("margin").intValue();
        registration = new Registration(arguments.get("registration").textValue(), mats);
        tolerated = mats.add(square(tolerance));
        joined = mats.add(square((arguments.get("joined").intValue() + 1) / 2));
        golden = mats.add(Imgcodecs.imread(arguments.get("golden").textValue(), Imgcodecs.IMREAD_GRAYSCALE));
        if (golden.empty()) {
            close();
            throw OperatorArguments.unfit("golden", "is no picture file that can be read");
        }
    }

    @Override
    public Outcome apply(Picture picture) {
        Mat luma = pictures.luma(picture);
        if (sized.width() != luma.width() || sized.height() != luma.height()) {
            Imgproc.resize(golden, sized, luma.size(), 0, 0, Imgproc.INTER_AREA);
            smooth(sized, sized);
        }
        smooth(luma, part);
        registration.lay(sized, part, laid);
        List<Detection> found = new ArrayList<>();
        Imgproc.dilate(laid, bound, tolerated);
        Core.subtract(part, bound, difference);
        collect("excess", found);
        Imgproc.erode(laid, bound, tolerated);
        Core.subtract(bound, part, difference);
        collect("missing", found);
        found.sort(Comparator.comparingDouble(Detection::score).reversed());
        return new Outcome(found, registration.measurements(), Optional.empty());
    }

    @Override
    public void close() {
        mats.close();
        pictures.close();
    }

    private void smooth(Mat from, Mat to) {
        if (blur == 0) {
            from.copyTo(to);
        } else {
            Imgproc.GaussianBlur(from, to, new Size(2 * blur + 1, 2 * blur + 1), 0);
        }
    }

    /** Differences of one kind: their score is how far they go beyond the threshold. */
    private void collect(String label, List<Detection> found) {
        Imgproc.threshold(difference, difference, threshold, FULL, Imgproc.THRESH_TOZERO);
        Imgproc.threshold(difference, joinedMask, 0, FULL, Imgproc.THRESH_BINARY);
        Imgproc.morphologyEx(joinedMask, joinedMask, Imgproc.MORPH_CLOSE, joined);
        int count = Imgproc.connectedComponentsWithStats(joinedMask, labels, statistics, centroids);
        int[] row = new int[5];
        for (int index = 1; index < count; index++) {
            statistics.get(index, 0, row);
            Rect box = new Rect(row[Imgproc.CC_STAT_LEFT], row[Imgproc.CC_STAT_TOP], row[Imgproc.CC_STAT_WIDTH],
                    row[Imgproc.CC_STAT_HEIGHT]);
            if (row[Imgproc.CC_STAT_AREA] >= leastArea) {
                found.add(new Detection(label, strength(box),
                        Boxes.region(box, margin + tolerance, part.width(), part.height()), OptionalLong.empty()));
            }
        }
    }

    private double strength(Rect box) {
        Mat place = difference.submat(box);
        double most = Core.minMaxLoc(place).maxVal;
        place.release();
        return 0.5 + 0.5 * (most - threshold) / Math.max(1, FULL - threshold);
    }

    private static Mat square(int reach) {
        return Imgproc.getStructuringElement(Imgproc.MORPH_RECT, new Size(2 * reach + 1, 2 * reach + 1));
    }
}
