package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import java.util.List;
import java.util.Optional;
import org.opencv.calib3d.Calib3d;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Sets pictures right, in this order: lens, perspective, turn, crop. What is found behind it lies in the new picture. */
final class GeometryStep implements Step {

    /** Smaller is no picture for anybody. */
    private static final int LEAST_SIDE = 16;

    private final JsonNode arguments;
    private final Mats mats = new Mats();
    private final PictureMats pictures = new PictureMats();
    private final Mat straight = mats.add();
    private final Mat flat = mats.add();
    private final Mat turned = mats.add();
    private final Mat mapX = mats.add();
    private final Mat mapY = mats.add();
    private Mat perspective = mats.add();
    private Mat rotation = mats.add();
    private Size known = new Size();

    GeometryStep(JsonNode arguments) {
        this.arguments = arguments;
        JsonNode crop = arguments.path("crop");
        if (crop.path("x").asDouble() + crop.path("width").asDouble() > 1 + 1e-9
                || crop.path("y").asDouble() + crop.path("height").asDouble() > 1 + 1e-9) {
            close();
            throw OperatorArguments.unfit("crop", "must lie within the picture");
        }
    }

    @Override
    public Outcome apply(Picture picture) {
        Mat work = pictures.bgr(picture);
        if (!work.size().equals(known)) {
            prepare(work.size());
        }
        if (arguments.has("lens")) {
            Imgproc.remap(work, straight, mapX, mapY, Imgproc.INTER_LINEAR);
            work = straight;
        }
        if (arguments.has("corners")) {
            Imgproc.warpPerspective(work, flat, perspective, flatSize(work.size()), Imgproc.INTER_AREA);
            work = flat;
        }
        if (arguments.get("turn").doubleValue() != 0) {
            Imgproc.warpAffine(work, turned, rotation, work.size());
            work = turned;
        }
        return new Outcome(List.of(), List.of(), Optional.of(cropped(work, picture.mediaTime())));
    }

    @Override
    public void close() {
        mats.close();
        pictures.close();
    }

    private void prepare(Size size) {
        known = size;
        if (arguments.has("lens")) {
            lens(arguments.get("lens"), size);
        }
        Size next = size;
        if (arguments.has("corners")) {
            next = flatSize(size);
            perspective = mats.add(perspective(size, next));
        }
        Point middle = new Point(next.width / 2, next.height / 2);
        rotation = mats.add(Imgproc.getRotationMatrix2D(middle, -arguments.get("turn").doubleValue(), 1));
    }

    private void lens(JsonNode lens, Size size) {
        try (Mats own = new Mats()) {
            Mat camera = own.add(Mat.eye(3, 3, CvType.CV_64F));
            camera.put(0, 0, lens.get("fx").doubleValue() * size.width, 0, lens.get("cx").doubleValue() * size.width);
            camera.put(1, 0, 0, lens.get("fy").doubleValue() * size.height, lens.get("cy").doubleValue() * size.height);
            Mat distortion = own.add(new MatOfDouble(number(lens, "k1"), number(lens, "k2"), number(lens, "p1"),
                    number(lens, "p2"), number(lens, "k3")));
            Calib3d.initUndistortRectifyMap(camera, distortion, own.add(), camera, size, CvType.CV_32FC1, mapX, mapY);
        }
    }

    private Mat perspective(Size from, Size to) {
        Point[] corners = new Point[4];
        for (int index = 0; index < corners.length; index++) {
            JsonNode corner = arguments.get("corners").get(index);
            corners[index] = new Point(corner.get("x").doubleValue() * from.width,
                    corner.get("y").doubleValue() * from.height);
        }
        try (Mats own = new Mats()) {
            return Imgproc.getPerspectiveTransform(own.add(new MatOfPoint2f(corners)),
                    own.add(new MatOfPoint2f(new Point(0, 0), new Point(to.width, 0), new Point(to.width, to.height),
                            new Point(0, to.height))));
        }
    }

    private Size flatSize(Size size) {
        JsonNode wanted = arguments.path("size");
        return wanted.isObject()
                ? new Size(wanted.get("width").intValue() & ~1, wanted.get("height").intValue() & ~1) : size;
    }

    private Picture cropped(Mat work, long mediaTime) {
        JsonNode crop = arguments.path("crop");
        if (!crop.isObject()) {
            return pictures.picture(work, mediaTime);
        }
        int left = (int) Math.round(crop.get("x").doubleValue() * work.width());
        int top = (int) Math.round(crop.get("y").doubleValue() * work.height());
        int width = Math.max(LEAST_SIDE, (int) Math.round(crop.get("width").doubleValue() * work.width()));
        int height = Math.max(LEAST_SIDE, (int) Math.round(crop.get("height").doubleValue() * work.height()));
        Rect part = new Rect(Math.max(0, Math.min(left, work.width() - width)),
                Math.max(0, Math.min(top, work.height() - height)), Math.min(width, work.width()),
                Math.min(height, work.height()));
        Mat cut = work.submat(part);
        try {
            return pictures.picture(cut, mediaTime);
        } finally {
            cut.release();
        }
    }

    private static double number(JsonNode object, String name) {
        return object.path(name).asDouble(0);
    }
}
