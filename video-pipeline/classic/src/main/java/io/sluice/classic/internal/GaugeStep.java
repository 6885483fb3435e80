package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Unrolls the dial by angle and looks for the direction in which it is dark, or bright, from near the centre to the tip: a
 * pointer is, marks and figures are not.
 */
final class GaugeStep implements Step {

    private static final int ROWS_PER_DEGREE = 4;
    private static final int ROWS = 360 * ROWS_PER_DEGREE;
    private static final int RADII = 200;
    /** A pointer may stand a little beyond the ends of its scale. */
    private static final double OVERSHOOT = 5;
    private static final double HALF = 0.5;
    /** Degrees to each side of the darkest direction whose weight makes its middle. */
    private static final double REACH = 8;

    private final JsonNode arguments;
    private final Scale scale;
    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final Mat unrolled = mats.add();
    private final Mat profile = mats.add();

    GaugeStep(JsonNode arguments) {
        this.arguments = arguments;
        List<Scale.Point> points = new ArrayList<>();
        arguments.get("scale").forEach(point ->
                points.add(new Scale.Point(point.get("angle").doubleValue(), point.get("value").doubleValue())));
        if (!Scale.rises(points) || points.get(points.size() - 1).at() - points.get(0).at() > 360) {
            close();
            throw OperatorArguments.unfit("scale", "must have rising angles within one turn");
        }
        scale = new Scale(points);
    }

    @Override
    public Outcome apply(Picture picture) {
        Mat luma = pictures.luma(picture);
        Point centre = new Point(arguments.at("/centre/x").doubleValue() * luma.width(),
                arguments.at("/centre/y").doubleValue() * luma.height());
        Imgproc.warpPolar(luma, unrolled, new Size(RADII, ROWS), centre,
                arguments.get("radius").doubleValue() * luma.height(), Imgproc.INTER_LINEAR);
        double[] strengths = strengths();
        double[] confidence = new double[1];
        double angle = angle(strengths, confidence);
        if (confidence[0] < arguments.get("leastConfidence").doubleValue()) {
            return new Outcome(List.of(), List.of(), Optional.empty());
        }
        Measurement reading = new Measurement(arguments.get("name").textValue(), scale.value(angle),
                arguments.get("unit").textValue(), confidence[0]);
        return new Outcome(List.of(), List.of(reading), Optional.empty());
    }

    @Override
    public void close() {
        mats.close();
        pictures.close();
    }

    /** How much of each direction is pointer, by rows of the unrolled dial; 0 to 255. */
    private double[] strengths() {
        int inner = (int) (arguments.get("inner").doubleValue() * RADII);
        Mat ring = unrolled.submat(0, ROWS, inner, RADII);
        Core.reduce(ring, profile, 1, Core.REDUCE_AVG);
        ring.release();
        byte[] means = new byte[ROWS];
        profile.get(0, 0, means);
        boolean dark = arguments.get("pointer").textValue().equals("dark");
        double[] strengths = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            strengths[row] = dark ? 255 - (means[row] & 255) : means[row] & 255;
        }
        return strengths;
    }

    /** OpenCV counts from the right clockwise, a scale from straight up. */
    private static int row(double angle) {
        return Math.floorMod((int) Math.round((angle - 90) * ROWS_PER_DEGREE), ROWS);
    }

    private double angle(double[] strengths, double[] confidence) {
        double step = 1.0 / ROWS_PER_DEGREE;
        double best = scale.first();
        double most = -1;
        List<Double> all = new ArrayList<>();
        for (double angle = scale.first() - OVERSHOOT; angle <= scale.last() + OVERSHOOT; angle += step) {
            double strength = strengths[row(angle)];
            all.add(strength);
            if (strength > most) {
                most = strength;
                best = angle;
            }
        }
        all.sort(Double::compare);
        double usual = all.get(all.size() / 2);
        confidence[0] = Math.max(0, (most - usual) / 255);
        double floor = usual + HALF * (most - usual);
        double weight = 0;
        double sum = 0;
        for (double angle = best - REACH; angle <= best + REACH; angle += step) {
            double above = Math.max(0, strengths[row(angle)] - floor);
            weight += above;
            sum += above * angle;
        }
        return weight > 0 ? sum / weight : best;
    }
}
