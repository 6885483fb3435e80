package io.sluice.classic.internal;

import io.sluice.api.analysis.Picture;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Between pictures, planar YUV 4:2:0, and matrices of OpenCV. Owns the memory that it converts into, and reuses it. Used by
 * one thread at a time.
 */
final class PictureMats implements AutoCloseable {

    private final Mat bgr = new Mat();
    private NativeMemory in = NativeMemory.allocate(0);
    private NativeMemory out = NativeMemory.allocate(0);
    private Mat luma = new Mat();

    /** The luma of a picture, without a copy: valid until the next call, and as long as the picture. Not for writing. */
    Mat luma(Picture picture) {
        luma.release();
        luma = plane(picture.width(), picture.height(), picture.luma(), picture.lumaStride());
        return luma;
    }

    /** The picture in colour, 8 bits, blue first; overwritten by the next call. */
    Mat bgr(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        in = sized(in, bytes(width, height));
        copy(picture.width(), height, picture.luma(), picture.lumaStride(), in.view(), 0);
        int chroma = width / 2 * (height / 2);
        copy(width / 2, height / 2, picture.blueChroma(), picture.chromaStride(), in.view(), width * height);
        copy(width / 2, height / 2, picture.redChroma(), picture.chromaStride(), in.view(), width * height + chroma);
        Mat planes = new Mat(height * 3 / 2, width, CvType.CV_8UC1, in.view());
        Imgproc.cvtColor(planes, bgr, Imgproc.COLOR_YUV2BGR_I420);
        planes.release();
        return bgr;
    }

    /** A picture of a colour matrix, cut to even sizes; valid until the next call. */
    Picture picture(Mat colour, long mediaTime) {
        int width = colour.width() & ~1;
        int height = colour.height() & ~1;
        out = sized(out, bytes(width, height));
        Mat planes = new Mat(height * 3 / 2, width, CvType.CV_8UC1, out.view());
        Mat even = colour.submat(0, height, 0, width);
        Imgproc.cvtColor(even, planes, Imgproc.COLOR_BGR2YUV_I420);
        even.release();
        planes.release();
        int chroma = width / 2 * (height / 2);
        ByteBuffer memory = out.view();
        return new Picture(width, height, memory.slice(0, width * height), width,
                memory.slice(width * height, chroma), memory.slice(width * height + chroma, chroma), width / 2,
                mediaTime);
    }

    @Override
    public void close() {
        bgr.release();
        luma.release();
        in.close();
        out.close();
    }

    private static int bytes(int width, int height) {
        return width * height + 2 * (width / 2 * (height / 2));
    }

    private static NativeMemory sized(NativeMemory memory, int bytes) {
        if (memory.view().capacity() == bytes) {
            return memory;
        }
        memory.close();
        return NativeMemory.allocate(bytes);
    }

    private static Mat plane(int width, int height, ByteBuffer data, int stride) {
        return new Mat(height, width, CvType.CV_8UC1, data, stride);
    }

    private static void copy(int width, int height, ByteBuffer from, int stride, ByteBuffer to, int at) {
        for (int row = 0; row < height; row++) {
            to.put(at + row * width, from, row * stride, width);
        }
    }
}
