package io.sluice.bench.featuresearch;

import java.util.ArrayList;
import java.util.List;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDMatch;
import org.opencv.features2d.BFMatcher;

/** OpenCV's matcher, which compares each vector with vector instructions: of unit length, the nearest is the most similar. One thread. */
final class BruteForceMatcher implements AutoCloseable {

    private final Mat vectors;
    private final BFMatcher matcher;

    BruteForceMatcher(List<float[]> all) {
        OpenCV.loadLocally();
        Core.setNumThreads(1);
        matcher = BFMatcher.create(Core.NORM_L2, false);
        vectors = new Mat(all.size(), all.get(0).length, CvType.CV_32F);
        for (int index = 0; index < all.size(); index++) {
            vectors.put(index, 0, ExactScan.unit(all.get(index)));
        }
    }

    /** Places of the nearest, the nearest first. */
    int[] nearest(float[] query, int top) {
        Mat sought = new Mat(1, query.length, CvType.CV_32F);
        List<MatOfDMatch> found = new ArrayList<>();
        sought.put(0, 0, ExactScan.unit(query));
        matcher.knnMatch(sought, vectors, found, top);
        int[] places = found.get(0).toList().stream().mapToInt(match -> match.trainIdx).toArray();
        found.forEach(Mat::release);
        sought.release();
        return places;
    }

    @Override
    public void close() {
        vectors.release();
    }
}
