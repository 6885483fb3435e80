package io.sluice.classic.internal;

import io.sluice.api.analysis.Picture;
import java.util.Random;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Pictures for tests, rendered or read by OpenCV itself. */
final class Shots {

    static {
        nu.pattern.OpenCV.loadLocally();
    }

    private Shots() {}

    /** Makes sure that OpenCV is there, as its bundle does in the product. */
    static void ready() {}

    static Mat plain(int width, int height, int blue, int green, int red) {
        return new Mat(height, width, CvType.CV_8UC3, new Scalar(blue, green, red));
    }

    static Mat read(String file) {
        return Imgcodecs.imread(file, Imgcodecs.IMREAD_COLOR);
    }

    /** As a camera gives it. The memory lives as long as the converter. */
    static Picture picture(PictureMats converter, Mat colour) {
        return converter.picture(colour, 0);
    }

    /** Adds noise as of a sensor: normal, of this deviation. */
    static void noise(Mat picture, double deviation, long seed) {
        Random random = new Random(seed);
        byte[] row = new byte[picture.width() * 3];
        for (int y = 0; y < picture.height(); y++) {
            picture.get(y, 0, row);
            for (int index = 0; index < row.length; index++) {
                double value = (row[index] & 255) + deviation * random.nextGaussian();
                row[index] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
            picture.put(y, 0, row);
        }
    }

    static void blur(Mat picture, int size) {
        Imgproc.GaussianBlur(picture, picture, new Size(size, size), 0);
    }

    /** Mean absolute difference of two pictures of one size, in steps of brightness. */
    static double difference(Mat one, Mat other) {
        Mat difference = new Mat();
        org.opencv.core.Core.absdiff(one, other, difference);
        Scalar mean = org.opencv.core.Core.mean(difference);
        difference.release();
        return (mean.val[0] + mean.val[1] + mean.val[2]) / 3;
    }
}
