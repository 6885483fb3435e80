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
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.video.BackgroundSubtractor;
import org.opencv.video.Video;

/**
 * Learns what stays and tells what does not. A box's score is how much of it differs from the background. A picture of
 * another size begins anew.
 */
final class BackgroundStep implements Step {

    /** OpenCV marks shadows with a grey of 127. */
    private static final int SURELY = 200;
    private static final int FULL = 255;

    private final JsonNode arguments;
    private final String label;
    private final double leastArea;
    private final double mostArea;
    private final int warmUp;
    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final Mat small = mats.add();
    private final Mat mask = mats.add();
    private final Mat labels = mats.add();
    private final Mat statistics = mats.add();
    private final Mat centroids = mats.add();
    private final Mat grain = mats.add(Imgproc.getStructuringElement(Imgproc.MORPH_ELLIPSE, new Size(3, 3)));
    private final Mat body = mats.add(Imgproc.getStructuringElement(Imgproc.MORPH_ELLIPSE, new Size(9, 9)));
    private Optional<BackgroundSubtractor> background = Optional.empty();
    private int width;
    private int height;
    private int seen;

    BackgroundStep(JsonNode arguments) {
        this.arguments = arguments;
        label = arguments.get("label").textValue();
        leastArea = arguments.get("leastArea").doubleValue();
        mostArea = arguments.get("mostArea").doubleValue();
        warmUp = arguments.get("warmUp").intValue();
    }

    @Override
    public Outcome apply(Picture picture) {
        if (picture.width() != width || picture.height() != height) {
            begin(picture);
        }
        double scale = Math.min(1, arguments.get("width").doubleValue() / width);
        Imgproc.resize(pictures.bgr(picture), small, new Size(), scale, scale, Imgproc.INTER_AREA);
        background.orElseThrow().apply(small, mask);
        seen++;
        if (seen <= warmUp) {
            return new Outcome(List.of(), List.of(), Optional.empty());
        }
        Imgproc.threshold(mask, mask, SURELY, FULL, Imgproc.THRESH_BINARY);
        Imgproc.morphologyEx(mask, mask, Imgproc.MORPH_OPEN, grain);
        Imgproc.morphologyEx(mask, mask, Imgproc.MORPH_CLOSE, body);
        return new Outcome(collect(), List.of(), Optional.empty());
    }

    @Override
    public void close() {
        background.ifPresent(BackgroundSubtractor::clear);
        mats.close();
        pictures.close();
    }

    private void begin(Picture picture) {
        width = picture.width();
        height = picture.height();
        seen = 0;
        background.ifPresent(BackgroundSubtractor::clear);
        int history = arguments.get("history").intValue();
        double threshold = arguments.get("threshold").doubleValue();
        boolean shadows = arguments.get("shadows").booleanValue();
        background = Optional.of(arguments.get("method").textValue().equals("knn")
                ? Video.createBackgroundSubtractorKNN(history, threshold * threshold, shadows)
                : Video.createBackgroundSubtractorMOG2(history, threshold, shadows));
    }

    private List<Detection> collect() {
        List<Detection> found = new ArrayList<>();
        double pixels = (double) mask.width() * mask.height();
        int count = Imgproc.connectedComponentsWithStats(mask, labels, statistics, centroids);
        int[] row = new int[5];
        for (int index = 1; index < count; index++) {
            statistics.get(index, 0, row);
            Rect box = new Rect(row[Imgproc.CC_STAT_LEFT], row[Imgproc.CC_STAT_TOP], row[Imgproc.CC_STAT_WIDTH],
                    row[Imgproc.CC_STAT_HEIGHT]);
            double area = row[Imgproc.CC_STAT_AREA] / pixels;
            if (area >= leastArea && area <= mostArea) {
                found.add(new Detection(label, row[Imgproc.CC_STAT_AREA] / box.area(),
                        Boxes.region(box, 0, mask.width(), mask.height()), OptionalLong.empty()));
            }
        }
        found.sort(Comparator.comparingDouble(Detection::score).reversed());
        return found;
    }
}
