package io.sluice.picture.tensor;

import static io.sluice.picture.tensor.Pictures.frame;
import static io.sluice.picture.tensor.Pictures.input;
import static io.sluice.picture.tensor.Pictures.write;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.InputSpec.Channels;
import io.sluice.api.model.InputSpec.Fit;
import io.sluice.picture.tensor.Pictures.Written;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorWriterTest {

    private static final float CLOSE = 0.01f;
    /** Pure red in BT.601 limited range. */
    private static final int[] RED = {81, 90, 240};

    @Test
    void writesThePlanesInTheOrderOfTheModel() {
        Written rgb = write(input(32, 32, Channels.RGB, Fit.STRETCH), Region.ALL, red());
        assertEquals(1, rgb.at(0, 16, 16), CLOSE);
        assertEquals(0, rgb.at(1, 16, 16), CLOSE);
        assertEquals(0, rgb.at(2, 16, 16), CLOSE);
        Written bgr = write(input(32, 32, Channels.BGR, Fit.STRETCH), Region.ALL, red());
        assertEquals(0, bgr.at(0, 16, 16), CLOSE);
        assertEquals(0, bgr.at(1, 16, 16), CLOSE);
        assertEquals(1, bgr.at(2, 16, 16), CLOSE);
    }

    @Test
    void normalisesEachChannel() {
        InputSpec input = new InputSpec(32, 32, Channels.RGB, Fit.STRETCH,
                List.of(127.0, 100.0, 0.0), List.of(128.0, 50.0, 255.0));
        Written written = write(input, Region.ALL, red());
        assertEquals((255 - 127) / 128.0, written.at(0, 5, 5), 0.02);
        assertEquals((0 - 100) / 50.0, written.at(1, 5, 5), 0.1);
        assertEquals(0, written.at(2, 5, 5), CLOSE);
    }

    @Test
    void letterboxCentresThePictureOnGrey() {
        Written written = write(input(64, 64, Channels.RGB, Fit.LETTERBOX), Region.ALL, frame(128, 64, (plane, x, y) ->
                plane == 0 ? 235 : 128));
        for (int y : new int[] {0, 15, 48, 63}) {
            assertEquals(114 / 255f, written.at(0, 30, y), 1e-6f, "row " + y);
        }
        for (int y : new int[] {16, 32, 47}) {
            assertEquals(1, written.at(0, 30, y), CLOSE, "row " + y);
        }
        Region box = written.mapping().apply(0.25, 0.25, 0.75, 0.75);
        assertEquals(new Region(0.25, 0, 0.5, 1), box);
    }

    @Test
    void letterboxNormalisesTheGreyAsWell() {
        InputSpec input = new InputSpec(64, 64, Channels.RGB, Fit.LETTERBOX,
                List.of(114.0, 14.0, 0.0), List.of(1.0, 10.0, 1.0));
        Written written = write(input, Region.ALL, grey(64, 128, 128));
        for (int x : new int[] {0, 15, 48, 63}) {
            assertEquals(0, written.at(0, x, 30), 1e-3f);
            assertEquals(10, written.at(1, x, 30), 1e-3f);
            assertEquals(114, written.at(2, x, 30), 1e-3f);
        }
    }

    /** Widths that are no multiple of a vector, where the scaler's kernels write whole ones. */
    @ParameterizedTest
    @CsvSource({"33,31", "50,50", "61,64", "300,300", "7,5", "17,3"})
    void writesNothingBehindTheTensorAndNothingIntoTheBorder(int width, int height) {
        Written whole = write(input(width, height, Channels.RGB, Fit.STRETCH), Region.ALL, grey(320, 240, 235));
        for (float value : whole.values()) {
            assertEquals(1, value, CLOSE);
        }
        Written tall = write(input(width, height, Channels.BGR, Fit.LETTERBOX), Region.ALL, grey(100, 400, 235));
        Written wide = write(input(width, height, Channels.BGR, Fit.LETTERBOX), Region.ALL, grey(800, 100, 235));
        for (Written written : List.of(tall, wide)) {
            for (float value : written.values()) {
                boolean border = Math.abs(value - 114 / 255f) < 1e-6f;
                assertEquals(border ? 114 / 255f : 1, value, CLOSE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.25,0.25,0.5,0.5", "0,0,0.5,1", "0.5,0.5,0.5,0.5", "0.1,0.3,0.37,0.41"})
    void aRegionLooksAsThePartCutOutBefore(double x, double y, double width, double height) {
        Region region = new Region(x, y, width, height);
        InputSpec input = input(40, 40, Channels.RGB, Fit.STRETCH);
        Placement placement = Placement.of(200, 100, region, input);
        Written part = write(input, region, frame(200, 100, TensorWriterTest::pattern));
        Written cut = write(input, Region.ALL, frame(placement.cropWidth(), placement.cropHeight(), (plane, cx, cy) -> {
            int shift = plane == 0 ? 0 : 1;
            return pattern(plane, cx + (placement.cropX() >> shift), cy + (placement.cropY() >> shift));
        }));
        assertArrayEquals(cut.values(), part.values());
    }

    @Test
    void placesInARegionAreToldInTheWholePicture() {
        Region part = new Region(0.5, 0.5, 0.5, 0.5);
        Written written = write(input(40, 40, Channels.RGB, Fit.STRETCH), part, grey(200, 100, 50));
        assertEquals(new Region(0.5, 0.5, 0.25, 0.25), written.mapping().apply(0, 0, 0.5, 0.5));
        assertEquals(new Region(0.75, 0.75, 0.25, 0.25), written.mapping().apply(0.5, 0.5, 2, 2));
    }

    @Test
    void followsThePictureWhenItsSizeChanges() {
        InputSpec input = input(32, 32, Channels.RGB, Fit.LETTERBOX);
        ByteBuffer tensor = ByteBuffer.allocateDirect(3 * 32 * 32 * 4)
                .order(ByteOrder.nativeOrder());
        try (TensorWriter writer = new TensorWriter(input, tensor)) {
            for (int[] size : new int[][] {{64, 32}, {32, 64}, {64, 64}}) {
                AVFrame frame = grey(size[0], size[1], 235);
                writer.write(frame);
                boolean full = size[0] == size[1];
                boolean wide = size[0] > size[1];
                float top = tensor.getFloat(16 * Float.BYTES);
                float left = tensor.getFloat(16 * 32 * Float.BYTES);
                assertEquals(full || !wide ? 1 : 114 / 255f, top, CLOSE);
                assertEquals(full || wide ? 1 : 114 / 255f, left, CLOSE);
                av_frame_free(frame);
            }
        }
    }

    private static int pattern(int plane, int x, int y) {
        return plane == 0 ? 16 + (x * 5 + y * 11) % 200 : 64 + (x * 3 + y * 7 + plane) % 100;
    }

    private static AVFrame red() {
        return frame(64, 64, (plane, x, y) -> RED[plane]);
    }

    private static AVFrame grey(int width, int height, int luma) {
        return frame(width, height, (plane, x, y) -> plane == 0 ? luma : 128);
    }
}
