package io.sluice.classic.internal;

import io.sluice.api.result.Measurement;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.TermCriteria;
import org.opencv.imgproc.Imgproc;
import org.opencv.video.Video;

/**
 * Lays one picture over another that shows the same a little elsewhere. Where they have too little in common it is left as it
 * is, and the confidence of the measured shift says so. Used by one thread at a time.
 */
final class Registration {

    private static final TermCriteria ENOUGH =
            new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, 50, 1e-4);
    /** Below this, a correlation is one of chance. */
    private static final double LEAST_RESPONSE = 0.05;
    private static final int FILTER = 5;

    private final String kind;
    private final Mat warp;
    private final Mat window;
    private final Mat one;
    private final Mat other;
    private final Mat noMask;
    private List<Measurement> measurements = List.of();

    Registration(String kind, Mats mats) {
        this.kind = kind;
        warp = mats.add(new Mat(2, 3, CvType.CV_32F));
        window = mats.add();
        one = mats.add();
        other = mats.add();
        noMask = mats.add();
    }

    /** Writes the template, laid over the picture, into {@code laid}. */
    void lay(Mat template, Mat picture, Mat laid) {
        double confidence = find(template, picture);
        if (kind.equals("none")) {
            template.copyTo(laid);
            return;
        }
        // The inverse map: from places in the picture to those in the template.
        Imgproc.warpAffine(template, laid, warp, template.size(), Imgproc.INTER_LINEAR + Imgproc.WARP_INVERSE_MAP,
                Core.BORDER_REPLICATE);
        float[] values = new float[6];
        warp.get(0, 0, values);
        measurements = List.of(new Measurement("shift", Math.hypot(values[2], values[5]), "px", confidence));
    }

    /** How far the pictures were apart at the latest call; empty where nobody looked. */
    List<Measurement> measurements() {
        return measurements;
    }

    private double find(Mat template, Mat picture) {
        keep();
        if (kind.equals("none")) {
            return 1;
        }
        double confidence = shift(template, picture);
        if (kind.equals("shift")) {
            return confidence;
        }
        int motion = kind.equals("rigid") ? Video.MOTION_EUCLIDEAN : Video.MOTION_AFFINE;
        try {
            return Math.max(0, Video.findTransformECC(picture, template, warp, motion, ENOUGH, noMask, FILTER));
        } catch (CvException unlike) {
            keep();
            return 0;
        }
    }

    private double shift(Mat template, Mat picture) {
        if (window.width() != picture.width() || window.height() != picture.height()) {
            Imgproc.createHanningWindow(window, picture.size(), CvType.CV_32F);
        }
        template.convertTo(one, CvType.CV_32F);
        picture.convertTo(other, CvType.CV_32F);
        double[] response = new double[1];
        Point offset = Imgproc.phaseCorrelate(other, one, window, response);
        if (response[0] < LEAST_RESPONSE) {
            return 0;
        }
        warp.put(0, 2, offset.x);
        warp.put(1, 2, offset.y);
        return Math.min(1, response[0]);
    }

    private void keep() {
        warp.put(0, 0, 1, 0, 0, 0, 1, 0);
    }
}
