package io.sluice.classic.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.result.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Each operator on rendered pictures whose truth is known. */
class OperatorsTest {

    private static final NativeLibrary LIBRARY = () -> "4.9.0";
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    @TempDir
    Path folder;

    @BeforeAll
    static void library() {
        Shots.ready();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mog2", "knn"})
    void findsWhatMovesAndNothingWhereNothingDoes(String method) {
        Operator operator = new BackgroundSubtraction(LIBRARY);
        try (Step step = operator.open("{\"method\":\"" + method + "\"}"); PictureMats converter = new PictureMats()) {
            for (int picture = 0; picture < 30; picture++) {
                assertEquals(List.of(), step.apply(scene(converter, -1, picture)).detections(), "picture " + picture);
            }
            for (int at = 100; at < 200; at += 20) {
                List<Detection> found = step.apply(scene(converter, at, at)).detections();
                assertEquals(1, found.size(), found.toString());
                Region truth = new Region(at / 640.0, 150 / 360.0, 80 / 640.0, 60 / 360.0);
                assertEquals("moving", found.get(0).label());
                assertTrue(found.get(0).box().overlap(truth) > 0.7, found.toString());
            }
        }
    }

    @Test
    void aPictureOfAnotherSizeBeginsTheBackgroundAnew() {
        try (Step step = new BackgroundSubtraction(LIBRARY).open("{}"); PictureMats converter = new PictureMats()) {
            for (int picture = 0; picture < 20; picture++) {
                step.apply(scene(converter, -1, picture));
            }
            assertEquals(List.of(), step.apply(Shots.picture(converter, Shots.plain(320, 180, 9, 9, 200))).detections());
        }
    }

    @ParameterizedTest
    @CsvSource({"shift, 6, -4, 0", "rigid, 3, 2, 1.5", "none, 0, 0, 0"})
    void aPartThatLiesElsewhereDiffersOnlyWhereItIsFaulty(String registration, int right, int down, double turn) {
        Mat good = part();
        Path golden = folder.resolve("golden.png");
        Imgcodecs.imwrite(golden.toString(), good);
        Mat faulty = good.clone();
        Imgproc.rectangle(faulty, new Rect(300, 120, 14, 14), new Scalar(30, 30, 30), -1);
        Imgproc.circle(faulty, new Point(460, 300), 8, new Scalar(220, 220, 220), -1);
        Mat moved = moved(faulty, right, down, turn);
        Shots.noise(moved, 4, 1);
        String arguments = "{\"golden\":\"" + golden + "\",\"registration\":\"" + registration + "\"}";
        try (Step step = new GoldenDifference(LIBRARY).open(arguments); PictureMats converter = new PictureMats()) {
            List<Detection> found = step.apply(Shots.picture(converter, moved)).detections();
            assertEquals(List.of("excess", "missing"), found.stream().map(Detection::label).sorted().toList(),
                    found.toString());
            Detection missing = found.stream().filter(seen -> seen.label().equals("missing")).findFirst().orElseThrow();
            assertEquals((307.0 + right) / WIDTH, missing.box().centre().x(), 0.015);
            assertEquals((127.0 + down) / HEIGHT, missing.box().centre().y(), 0.03);
        }
    }

    @Test
    void theLibraryIsLoadedByTheFirstStepAndNotByWrongArguments() {
        List<String> calls = new ArrayList<>();
        Denoise operator = new Denoise(new NativeLibrary() {
            @Override
            public String version() {
                return "4.9.0";
            }

            @Override
            public void load() {
                calls.add("load");
                throw new UnavailableException("native.library.unloadable", "The disk is full.", "Make room.", null);
            }
        });
        assertThrows(InvalidInputException.class, () -> operator.open("{\"method\":\"wishing\"}"));
        assertEquals(List.of(), calls, "loaded for nothing");
        assertEquals("native.library.unloadable",
                assertThrows(UnavailableException.class, () -> operator.open("{}")).code());
    }

    @Test
    void aGoldenPictureThatIsNoneIsNamed() {
        GoldenDifference operator = new GoldenDifference(LIBRARY);
        String absent = "{\"golden\":\"" + folder.resolve("absent.png") + "\"}";
        assertEquals("golden", assertThrows(InvalidInputException.class, () -> operator.open(absent)).field());
        assertEquals("golden", assertThrows(InvalidInputException.class, () -> operator.open("{}")).field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"median", "bilateral", "non-local-means"})
    void takesNoiseOutAndKeepsThePicture(String method) {
        Mat clean = part();
        Mat noisy = clean.clone();
        Shots.noise(noisy, 20, 3);
        try (Step step = new Denoise(LIBRARY).open("{\"method\":\"" + method + "\"}");
                PictureMats converter = new PictureMats(); PictureMats back = new PictureMats()) {
            double before = Shots.difference(clean, back.bgr(Shots.picture(converter, noisy)));
            Picture made = step.apply(Shots.picture(converter, noisy)).picture().orElseThrow();
            double after = Shots.difference(clean, back.bgr(made));
            assertTrue(after < 0.7 * before, before + " before, " + after + " after");
        }
    }

    @Test
    void averagingOverPicturesLeavesNoGhostOfWhatMoved() {
        try (Step step = new Denoise(LIBRARY).open("{\"method\":\"temporal\",\"strength\":0.9}");
                PictureMats converter = new PictureMats(); PictureMats back = new PictureMats()) {
            for (int picture = 0; picture < 15; picture++) {
                step.apply(scene(converter, 100, picture));
            }
            Picture made = step.apply(scene(converter, 400, 99)).picture().orElseThrow();
            Mat truth = back.bgr(scene(converter, 400, 1)).clone();
            Mat shown = back.bgr(made);
            Rect before = new Rect(105, 155, 70, 50);
            assertTrue(Shots.difference(truth.submat(before), shown.submat(before)) < 10);
        }
    }

    @Test
    void takesHazeOut() {
        Mat clear = part();
        Mat hazy = new Mat();
        clear.convertTo(hazy, -1, 0.4, 0.6 * 220);
        try (Step step = new Dehaze(LIBRARY).open("{}"); PictureMats converter = new PictureMats();
                PictureMats back = new PictureMats()) {
            Picture made = step.apply(Shots.picture(converter, hazy)).picture().orElseThrow();
            double after = Shots.difference(clear, back.bgr(made));
            assertTrue(after < 0.6 * Shots.difference(clear, hazy), "still off by " + after);
        }
    }

    @Test
    void setsPerspectiveTurnAndCropRight() {
        Mat tilted = Shots.plain(WIDTH, HEIGHT, 20, 20, 20);
        var corners = new org.opencv.core.MatOfPoint(
                new Point(200, 60), new Point(440, 90), new Point(420, 300), new Point(180, 280));
        Imgproc.fillConvexPoly(tilted, corners, new Scalar(30, 200, 30));
        String arguments = "{\"corners\":[{\"x\":0.3125,\"y\":0.1667},{\"x\":0.6875,\"y\":0.25},"
                + "{\"x\":0.65625,\"y\":0.8333},{\"x\":0.28125,\"y\":0.7778}],\"size\":{\"width\":200,\"height\":100},"
                + "\"crop\":{\"x\":0.05,\"y\":0.05,\"width\":0.9,\"height\":0.9}}";
        try (Step step = new Geometry(LIBRARY).open(arguments); PictureMats converter = new PictureMats();
                PictureMats back = new PictureMats()) {
            Picture made = step.apply(Shots.picture(converter, tilted)).picture().orElseThrow();
            assertEquals(180, made.width());
            assertEquals(90, made.height());
            assertTrue(Shots.difference(Shots.plain(180, 90, 30, 200, 30), back.bgr(made)) < 4);
        }
        assertEquals("crop", assertThrows(InvalidInputException.class, () -> new Geometry(LIBRARY)
                .open("{\"crop\":{\"x\":0.5,\"y\":0,\"width\":0.6,\"height\":1}}")).field());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.3, 2.5, 5, 7.77, 10})
    void readsADial(double value) {
        double angle = -135 + 27 * value;
        Mat dial = Shots.plain(WIDTH, HEIGHT, 235, 235, 235);
        Point centre = new Point(320, 180);
        for (int mark = 0; mark <= 10; mark++) {
            Imgproc.line(dial, on(centre, -135 + 27 * mark, 140), on(centre, -135 + 27 * mark, 155),
                    new Scalar(20, 20, 20), 2);
        }
        Imgproc.line(dial, on(centre, angle + 180, 35), on(centre, angle, 125), new Scalar(25, 25, 25), 5);
        Shots.noise(dial, 8, 5);
        String arguments = "{\"name\":\"pressure\",\"unit\":\"bar\",\"centre\":{\"x\":0.5,\"y\":0.5},\"radius\":0.34,"
                + "\"scale\":[{\"angle\":-135,\"value\":0},{\"angle\":135,\"value\":10}]}";
        try (Step step = new Gauge(LIBRARY).open(arguments); PictureMats converter = new PictureMats()) {
            var reading = step.apply(Shots.picture(converter, dial)).measurements().get(0);
            assertEquals("pressure", reading.name());
            assertEquals("bar", reading.unit());
            assertEquals(value, reading.value(), 0.05);
            Mat empty = Shots.plain(WIDTH, HEIGHT, 235, 235, 235);
            assertEquals(List.of(), step.apply(Shots.picture(converter, empty)).measurements());
        }
    }

    @Test
    void refusesADialWhoseScaleFalls() {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> new Gauge(LIBRARY).open(
                "{\"centre\":{\"x\":0.5,\"y\":0.5},\"radius\":0.3,"
                        + "\"scale\":[{\"angle\":90,\"value\":0},{\"angle\":-90,\"value\":1}]}"));
        assertEquals("scale", wrong.field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"unknown\":1}", "{\"width\":\"wide\"}", "[]", "{"})
    void refusesArgumentsThatBreakTheSchema(String arguments) {
        assertThrows(InvalidInputException.class, () -> new HogPersons(LIBRARY).open(arguments));
    }

    @Test
    void seesNobodyInAnEmptyPictureNorInOneThatIsTooSmall() {
        try (Step step = new HogPersons(LIBRARY).open("{}"); PictureMats converter = new PictureMats()) {
            assertEquals(List.of(), step.apply(Shots.picture(converter, part())).detections());
            assertEquals(List.of(),
                    step.apply(Shots.picture(converter, Shots.plain(48, 32, 9, 9, 9))).detections());
        }
    }

    private static Picture scene(PictureMats converter, int thing, long seed) {
        Mat picture = Shots.plain(WIDTH, HEIGHT, 90, 110, 100);
        Imgproc.rectangle(picture, new Rect(0, 260, WIDTH, 100), new Scalar(60, 60, 70), -1);
        if (thing >= 0) {
            Imgproc.rectangle(picture, new Rect(thing, 150, 80, 60), new Scalar(30, 40, 220), -1);
        }
        Shots.noise(picture, 3, seed);
        return Shots.picture(converter, picture);
    }

    private static Mat part() {
        Mat part = Shots.plain(WIDTH, HEIGHT, 40, 60, 30);
        Imgproc.rectangle(part, new Rect(60, 40, 520, 20), new Scalar(210, 215, 205), -1);
        Imgproc.rectangle(part, new Rect(280, 60, 60, 240), new Scalar(210, 215, 205), -1);
        Imgproc.circle(part, new Point(140, 220), 50, new Scalar(200, 210, 220), -1);
        Imgproc.rectangle(part, new Rect(420, 120, 110, 80), new Scalar(205, 205, 215), 6);
        return part;
    }

    private static Mat moved(Mat picture, int right, int down, double turn) {
        Mat map = Imgproc.getRotationMatrix2D(new Point(320, 180), turn, 1);
        map.put(0, 2, map.get(0, 2)[0] + right);
        map.put(1, 2, map.get(1, 2)[0] + down);
        Mat moved = new Mat();
        Imgproc.warpAffine(picture, moved, map, picture.size(), Imgproc.INTER_LINEAR,
                org.opencv.core.Core.BORDER_REPLICATE);
        return moved;
    }

    /** A place on a circle; the angle is clockwise from straight up. */
    private static Point on(Point centre, double angle, double radius) {
        double radians = Math.toRadians(angle);
        return new Point(centre.x + radius * Math.sin(radians), centre.y - radius * Math.cos(radians));
    }
}
