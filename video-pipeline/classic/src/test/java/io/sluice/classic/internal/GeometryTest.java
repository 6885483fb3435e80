package io.sluice.classic.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.error.InvalidInputException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Mat;

/** Where a bright dot comes to lie, against where the formulas of rotation and of lenses put it, worked out here. */
class GeometryTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int RADIUS = 4;
    private static final double FOCAL = 0.9;

    @BeforeAll
    static void library() {
        Shots.ready();
    }

    @ParameterizedTest
    @CsvSource({"90, 380, 120", "-90, 380, 120", "180, 200, 300", "30, 400, 100", "-7.5, 90, 300"})
    void turnsClockwiseAboutTheMiddle(double degrees, double x, double y) {
        double angle = Math.toRadians(degrees);
        double right = x - WIDTH / 2.0;
        double down = y - HEIGHT / 2.0;
        // Down is positive, so this turns clockwise as people see it.
        double expectedX = WIDTH / 2.0 + right * Math.cos(angle) - down * Math.sin(angle);
        double expectedY = HEIGHT / 2.0 + right * Math.sin(angle) + down * Math.cos(angle);
        assertDot("{\"turn\":" + degrees + "}", x, y, expectedX, expectedY);
    }

    @ParameterizedTest
    @CsvSource({
        // Barrel, pincushion, with a second coefficient, off the axis by the tangential ones.
        "-0.25, 0, 0, 0", "0.2, 0, 0, 0", "-0.3, 0.08, 0, 0", "-0.1, 0, 0.01, -0.02"
    })
    void takesOutWhatTheLensDid(double k1, double k2, double p1, double p2) {
        String lens = "{\"lens\":{\"fx\":" + FOCAL + ",\"fy\":" + FOCAL * WIDTH / HEIGHT + ",\"cx\":0.5,\"cy\":0.5,\"k1\":" + k1
                + ",\"k2\":" + k2 + ",\"p1\":" + p1 + ",\"p2\":" + p2 + "}}";
        double focal = FOCAL * WIDTH;
        for (double[] straight : new double[][] {{0.3, 0.1}, {-0.35, -0.15}, {0.1, -0.18}, {-0.2, 0.16}}) {
            double x = straight[0];
            double y = straight[1];
            // The model of Brown (1966), as calibrations give its coefficients.
            double r2 = x * x + y * y;
            double radial = 1 + k1 * r2 + k2 * r2 * r2;
            double bentX = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
            double bentY = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
            assertDot(lens, WIDTH / 2.0 + bentX * focal, HEIGHT / 2.0 + bentY * focal, WIDTH / 2.0 + x * focal,
                    HEIGHT / 2.0 + y * focal);
        }
    }

    @Test
    void aLensThatBendsNothingChangesNothing() {
        assertDot("{\"lens\":{\"fx\":0.9,\"fy\":1.6,\"cx\":0.5,\"cy\":0.5}}", 500, 90, 500, 90);
    }

    @Test
    void cornersFillThePictureAndTheCropIsOfWhatComesOut() {
        String corners = "\"corners\":[{\"x\":0.25,\"y\":0.25},{\"x\":0.75,\"y\":0.25},{\"x\":0.75,\"y\":0.75},"
                + "{\"x\":0.25,\"y\":0.75}],\"size\":{\"width\":320,\"height\":180}";
        // The inner half one to one: a dot keeps its distance from the part's corner.
        assertDot("{" + corners + "}", 400, 200, 240, 110);
        assertDot("{" + corners + ",\"crop\":{\"x\":0.5,\"y\":0.5,\"width\":0.5,\"height\":0.5}}", 400, 200, 80, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"lens\":{\"fx\":0.9}}", "{\"lens\":{\"fx\":0,\"fy\":1,\"cx\":0,\"cy\":0}}", "{\"turn\":361}", "{\"turn\":\"much\"}",
        "{\"crop\":{\"x\":0.6,\"y\":0,\"width\":0.5,\"height\":1}}", "{\"corners\":[{\"x\":0,\"y\":0}]}"
    })
    void refusesWhatIsNoGeometry(String arguments) {
        assertThrows(InvalidInputException.class, () -> new Geometry(() -> "4.9.0").open(arguments));
    }

    /** A dot at the first place has to be seen at the second, to half a pixel. */
    private static void assertDot(String arguments, double x, double y, double expectedX, double expectedY) {
        Mat scene = Shots.plain(WIDTH, HEIGHT, 16, 16, 16);
        byte[] white = {(byte) 235, (byte) 235, (byte) 235};
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                // The middle of a pixel is at a whole number, as OpenCV counts.
                if (Math.hypot(column - x, row - y) <= RADIUS) {
                    scene.put(row, column, white);
                }
            }
        }
        try (Step step = new Geometry(() -> "4.9.0").open(arguments); PictureMats converter = new PictureMats()) {
            Picture made = step.apply(Shots.picture(converter, scene)).picture().orElseThrow();
            double[] found = brightest(made);
            assertEquals(expectedX, found[0], 0.75, "across");
            assertEquals(expectedY, found[1], 0.75, "down");
        } finally {
            scene.release();
        }
    }

    /** The middle of all that is bright. */
    private static double[] brightest(Picture picture) {
        double weight = 0;
        double across = 0;
        double down = 0;
        for (int row = 0; row < picture.height(); row++) {
            for (int column = 0; column < picture.width(); column++) {
                double light = Math.max(0, (picture.luma().get(row * picture.lumaStride() + column) & 255) - 100);
                weight += light;
                across += light * column;
                down += light * row;
            }
        }
        assertTrue(weight > 0, "the dot is gone");
        return new double[] {across / weight, down / weight};
    }
}
