package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.frame.Region;
import io.sluice.api.result.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.MatOfFloat;
import org.opencv.core.MatOfRect;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.objdetect.HOGDescriptor;

/**
 * The detector of Dalal and Triggs (2005) with OpenCV's own weights: windows of 64 by 128 pixels. Its boxes have a rim
 * around the person, which is cut off.
 */
final class HogStep implements Step {

    private static final double SIDE_RIM = 0.15;
    private static final double END_RIM = 0.07;

    private final int width;
    private final double leastWeight;
    private final double scale;
    private final double overlap;
    private final HOGDescriptor descriptor = new HOGDescriptor();
    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final MatOfFloat weightsOfPerson = mats.add(HOGDescriptor.getDefaultPeopleDetector());
    private final Mat small = mats.add();
    private final MatOfRect boxes = mats.add(new MatOfRect());
    private final MatOfDouble weights = mats.add(new MatOfDouble());

    HogStep(JsonNode arguments) {
        width = arguments.get("width").intValue();
        leastWeight = arguments.get("leastWeight").doubleValue();
        scale = arguments.get("scale").doubleValue();
        overlap = arguments.get("overlap").doubleValue();
        descriptor.setSVMDetector(weightsOfPerson);
    }

    @Override
    public Outcome apply(Picture picture) {
        Mat luma = pictures.luma(picture);
        double factor = Math.min(1, (double) width / luma.width());
        Imgproc.resize(luma, small, new Size(), factor, factor, Imgproc.INTER_AREA);
        if (small.width() < descriptor.get_winSize().width || small.height() < descriptor.get_winSize().height) {
            return new Outcome(List.of(), List.of(), Optional.empty());
        }
        descriptor.detectMultiScale(small, boxes, weights, 0, new Size(8, 8), new Size(16, 16), scale, 1, false);
        return new Outcome(best(found()), List.of(), Optional.empty());
    }

    @Override
    public void close() {
        mats.close();
        pictures.close();
    }

    private List<Detection> found() {
        List<Detection> found = new ArrayList<>();
        Rect[] all = boxes.toArray();
        for (int index = 0; index < all.length; index++) {
            double weight = weights.get(index, 0)[0];
            if (weight >= leastWeight) {
                found.add(new Detection("person", 1 / (1 + Math.exp(-2 * weight)), person(all[index]),
                        OptionalLong.empty()));
            }
        }
        return found;
    }

    private Region person(Rect box) {
        int left = (int) Math.round(box.x + SIDE_RIM * box.width);
        int top = (int) Math.round(box.y + END_RIM * box.height);
        int right = (int) Math.round(box.x + (1 - SIDE_RIM) * box.width);
        int bottom = (int) Math.round(box.y + (1 - END_RIM) * box.height);
        return Boxes.region(new Rect(left, top, right - left, bottom - top), 0, small.width(), small.height());
    }

    private List<Detection> best(List<Detection> found) {
        found.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> kept = new ArrayList<>();
        for (Detection one : found) {
            if (kept.stream().noneMatch(better -> better.box().overlap(one.box()) > overlap)) {
                kept.add(one);
            }
        }
        return kept;
    }
}
