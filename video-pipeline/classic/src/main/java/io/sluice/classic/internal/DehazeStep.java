package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * The dark channel prior of He, Sun and Tang (2009): near every place of a clear picture something is dark in one colour,
 * and what brightens it is haze. The haze is estimated by patches and fitted to the picture's edges by a guided filter.
 */
final class DehazeStep implements Step {

    private static final double EPSILON = 1e-3;
    private static final int GUIDED_PATCHES = 4;
    /** The part of the picture that is hazier than the rest tells the colour of the haze. */
    private static final double HAZIEST = 0.999;

    private final double strength;
    private final double leastTransmission;
    private final int patch;
    private final Mat kernel;
    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final Mat scene = mats.add();
    private final Mat dark = mats.add();
    private final Mat work = mats.add();
    private final Mat guide = mats.add();
    private final Mat transmission = mats.add();
    private final Mat clear = mats.add();

    DehazeStep(JsonNode arguments) {
        strength = arguments.get("strength").doubleValue();
        leastTransmission = arguments.get("leastTransmission").doubleValue();
        patch = arguments.get("patch").intValue() | 1;
        kernel = mats.add(Imgproc.getStructuringElement(Imgproc.MORPH_RECT, new Size(patch, patch)));
    }

    @Override
    public Outcome apply(Picture picture) {
        Mat colour = pictures.bgr(picture);
        colour.convertTo(scene, CvType.CV_32FC3, 1 / 255.0);
        darkest(scene, dark);
        Scalar light = light();
        Core.divide(scene, light, work);
        darkest(work, transmission);
        transmission.convertTo(transmission, -1, -strength, 1);
        Imgproc.cvtColor(scene, guide, Imgproc.COLOR_BGR2GRAY);
        guided();
        Core.max(transmission, new Scalar(leastTransmission), transmission);
        recover(light);
        clear.convertTo(work, CvType.CV_8UC3, 255);
        return new Outcome(List.of(), List.of(), Optional.of(pictures.picture(work, picture.mediaTime())));
    }

    @Override
    public void close() {
        mats.close();
        pictures.close();
    }

    private void darkest(Mat colour, Mat to) {
        List<Mat> planes = new ArrayList<>();
        Core.split(colour, planes);
        Core.min(planes.get(0), planes.get(1), to);
        Core.min(to, planes.get(2), to);
        planes.forEach(Mat::release);
        Imgproc.erode(to, to, kernel);
    }

    /** The mean colour of the haziest places. */
    private Scalar light() {
        try (Mats own = new Mats()) {
            Mat bytes = own.add();
            dark.convertTo(bytes, CvType.CV_8U, 255);
            int[] histogram = new int[256];
            byte[] row = new byte[bytes.width()];
            for (int y = 0; y < bytes.height(); y++) {
                bytes.get(y, 0, row);
                for (byte value : row) {
                    histogram[value & 255]++;
                }
            }
            long wanted = Math.max(1, Math.round(bytes.total() * (1 - HAZIEST)));
            int level = 255;
            for (long count = histogram[255]; count < wanted && level > 0; count += histogram[level]) {
                level--;
            }
            Mat mask = own.add();
            Core.compare(bytes, new Scalar(level), mask, Core.CMP_GE);
            Scalar mean = Core.mean(scene, mask);
            return new Scalar(Math.max(mean.val[0], 0.1), Math.max(mean.val[1], 0.1), Math.max(mean.val[2], 0.1));
        }
    }

    /** Fits the transmission to the edges of the picture (He, Sun and Tang, 2010). */
    private void guided() {
        Size window = new Size(GUIDED_PATCHES * patch, GUIDED_PATCHES * patch);
        try (Mats own = new Mats()) {
            Mat meanGuide = blurred(guide, window, own);
            Mat meanInput = blurred(transmission, window, own);
            Mat variance = blurred(product(guide, guide, own), window, own);
            Core.subtract(variance, product(meanGuide, meanGuide, own), variance);
            Mat slope = blurred(product(guide, transmission, own), window, own);
            Core.subtract(slope, product(meanGuide, meanInput, own), slope);
            Core.add(variance, new Scalar(EPSILON), variance);
            Core.divide(slope, variance, slope);
            Mat offset = own.add();
            Core.subtract(meanInput, product(slope, meanGuide, own), offset);
            Core.add(product(blurred(slope, window, own), guide, own), blurred(offset, window, own), transmission);
        }
    }

    private void recover(Scalar light) {
        List<Mat> planes = new ArrayList<>();
        Core.split(scene, planes);
        for (int index = 0; index < planes.size(); index++) {
            Mat plane = planes.get(index);
            Core.subtract(plane, new Scalar(light.val[index]), plane);
            Core.divide(plane, transmission, plane);
            Core.add(plane, new Scalar(light.val[index]), plane);
        }
        Core.merge(planes, clear);
        planes.forEach(Mat::release);
    }

    private static Mat blurred(Mat from, Size window, Mats own) {
        Mat to = own.add();
        Imgproc.blur(from, to, window);
        return to;
    }

    private static Mat product(Mat one, Mat other, Mats own) {
        Mat to = own.add();
        Core.multiply(one, other, to);
        return to;
    }
}
