package io.sluice.classic.internal;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Mat;

/**
 * The matrices of a step. They are made once and written again for every picture; closing releases their memory at once,
 * which the garbage collector would do only when the small Java heap happens to fill. Used by one thread at a time.
 */
final class Mats implements AutoCloseable {

    private final List<Mat> owned = new ArrayList<>();

    /** An empty matrix, which takes the size of what is first written into it. */
    Mat add() {
        return add(new Mat());
    }

    /** Takes a matrix over. */
    <M extends Mat> M add(M mat) {
        owned.add(mat);
        return mat;
    }

    @Override
    public void close() {
        owned.forEach(Mat::release);
        owned.clear();
    }
}
