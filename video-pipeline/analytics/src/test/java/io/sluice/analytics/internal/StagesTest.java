package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.sluice.analytics.internal.FakePlacement.Brain;
import io.sluice.analytics.internal.stage.AlgorithmLoader;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.analytics.internal.stage.OperatorMissing;
import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.StageSpec;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains of models and operators on pictures whose left half is dark and whose right half is bright. */
class StagesTest {

    private static final int WIDTH = 128;
    private static final int HEIGHT = 64;
    private static final int DARK = 40;
    private static final int BRIGHT = 200;
    private static final Region LEFT = new Region(0.125, 0.25, 0.25, 0.5);
    private static final Region RIGHT = new Region(0.625, 0.25, 0.25, 0.5);
    private static final String SCHEMA = "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
            + "\"limit\":{\"type\":\"integer\",\"default\":7},\"word\":{\"type\":\"string\"}}}";

    private final FakePlacement placement = new FakePlacement()
            .with("halves", new Brain(List.of(1L, 5L, 2L), input -> boxes()))
            .with("shade", new Brain(List.of(1L, 2L), input -> shade(input)))
            .with("vector", new Brain(List.of(1L, 2L), input -> new float[] {1 - mean(input), mean(input)}));
    private final List<String> opened = new ArrayList<>();
    private final List<int[]> sizes = new ArrayList<>();
    private final AVFrame frame = picture();
    private int closed;

    @AfterEach
    void everythingIsGivenBack() {
        assertEquals(0, placement.openLeases.get());
        assertEquals(0, placement.openBindings.get());
        av_frame_free(frame);
    }

    @Test
    void aClassifierNamesEachBoxByWhatIsInIt() {
        AnalysisResult result = analyse(algorithm(detect(), classify("{}")), Set.of());
        assertEquals(List.of("bright", "dark"), labels(result));
        Detection bright = result.detections().stream().filter(one -> one.label().equals("bright")).findFirst()
                .orElseThrow();
        assertTrue(bright.box().overlap(RIGHT) > 0.99, bright.toString());
        assertEquals(0.8 * 0.9, bright.score(), 1e-5);
        assertTrue(bright.trackId().isPresent());
    }

    @Test
    void aClassifierMayRefineInsteadAndLabelsChooseAmongTheFinalNames() {
        AnalysisResult result =
                analyse(algorithm(detect(), classify("{\"label\":\"refine\"}")), Set.of("thing/dark"));
        assertEquals(List.of("thing/dark"), labels(result));
        assertTrue(result.detections().get(0).box().overlap(LEFT) > 0.99);
    }

    @Test
    void aClassifierThatIsNotSureLeavesTheDetectorsName() {
        placement.with("shade", new Brain(List.of(1L, 2L), input -> new float[] {0.4997f, 0.4997f}));
        assertEquals(List.of("thing", "thing"), labels(analyse(algorithm(detect(), classify("{}")), Set.of())));
    }

    @Test
    void anEmbeddingGivesEachBoxItsVector() {
        StageSpec embed = new StageSpec("embed", StageSpec.Kind.MODEL, "vector", "detect", "{\"margin\":0.1}");
        List<Detection> found = analyse(algorithm(detect(), embed), Set.of()).detections();
        assertEquals(2, found.size());
        var one = found.get(0).embedding().orElseThrow();
        assertEquals(2, one.length());
        assertTrue(one.similarity(one) > 0.999);
        assertTrue(one.similarity(found.get(1).embedding().orElseThrow()) < 0.8);
    }

    @Test
    void anOperatorIsGivenEachBox() {
        StageSpec measure = new StageSpec("measure", StageSpec.Kind.OPERATOR, "luma", "detect", "{}");
        AnalysisResult result = analyse(algorithm(detect(), measure), Set.of());
        assertEquals(2, result.measurements().size());
        double[] values = result.measurements().stream().mapToDouble(Measurement::value).sorted().toArray();
        assertEquals(DARK, values[0], 1);
        assertEquals(BRIGHT, values[1], 1);
        assertEquals(List.of("32x32", "32x32"), sizes.stream().map(size -> size[0] + "x" + size[1]).toList());
        assertEquals(1, closed);
    }

    @Test
    void whatComesBehindAnOperatorLooksAtThePictureItMade() {
        StageSpec invert = new StageSpec("invert", StageSpec.Kind.OPERATOR, "invert", "", "{}");
        StageSpec find = new StageSpec("find", StageSpec.Kind.MODEL, "halves", "invert", "{}");
        StageSpec name = new StageSpec("name", StageSpec.Kind.MODEL, "shade", "find", "{}");
        AnalysisResult result = analyse(algorithm(invert, find, name), Set.of());
        Detection dark = result.detections().stream().filter(one -> one.label().equals("dark")).findFirst()
                .orElseThrow();
        assertTrue(dark.box().overlap(RIGHT) > 0.99, "the bright half was inverted: " + dark);
    }

    @Test
    void anOperatorLooksAtTheRegionAndItsBoxesLieInTheWholePicture() {
        StageSpec spot = new StageSpec("spot", StageSpec.Kind.OPERATOR, "spot", "", "{}");
        AnalysisSpec spec = new AnalysisSpec("chain", 0, new Region(0.5, 0, 0.5, 1), -1, Set.of(), List.of(),
                List.of(), "{}", "");
        AnalysisResult result = analyse(algorithm(spot), spec);
        assertEquals(new Region(0.75, 0.5, 0.25, 0.5), result.detections().get(0).box());
        assertEquals("64x64", sizes.get(0)[0] + "x" + sizes.get(0)[1]);
    }

    @Test
    void aPictureOfFullRangeIsConvertedForOperators() {
        frame.color_range(AVCOL_RANGE_JPEG);
        StageSpec measure = new StageSpec("measure", StageSpec.Kind.OPERATOR, "luma", "", "{}");
        double mean = analyse(algorithm(measure), Set.of()).measurements().get(0).value();
        assertEquals(16 + (DARK + BRIGHT) / 2.0 * 219 / 255, mean, 2);
    }

    @Test
    void argumentsReachTheStagesWithTheirTypesAndDefaults() {
        String arguments = "{\"most\":\"${limit}\",\"text\":\"at ${limit} ${word}\",\"list\":[\"${word}\",\"${none}\"]}";
        StageSpec measure = new StageSpec("measure", StageSpec.Kind.OPERATOR, "luma", "", arguments);
        load(algorithm(measure), "{\"word\":\"x\"}").close();
        load(algorithm(measure), "{\"limit\":9}").close();
        assertEquals("{\"most\":7,\"text\":\"at 7 x\",\"list\":[\"x\"]}", opened.get(0));
        assertEquals("{\"most\":9,\"text\":\"at 9 \",\"list\":[]}", opened.get(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"limit\":\"many\"}|limit", "{\"other\":1}|other"})
    void argumentsThatBreakTheSchemaAreNamed(String arguments, String field) {
        InvalidInputException wrong = assertThrows(InvalidInputException.class,
                () -> load(algorithm(detect()), arguments));
        assertEquals(field, wrong.field());
    }

    @Test
    void stagesThatCannotRunAreRefusedAndNothingStaysOpen() {
        StageSpec nowhere = new StageSpec("b", StageSpec.Kind.MODEL, "shade", "later", "{}");
        StageSpec unknown = new StageSpec("b", StageSpec.Kind.MODEL, "nothing", "detect", "{}");
        for (StageSpec wrong : List.of(nowhere, unknown, detect())) {
            assertThrows(RejectedException.class, () -> load(algorithm(detect(), wrong), "{}"));
        }
        assertThrows(RejectedException.class, () -> load(algorithm(), "{}"));
        StageSpec absent = new StageSpec("c", StageSpec.Kind.OPERATOR, "absent", "", "{}");
        assertThrows(OperatorMissing.class, () -> load(algorithm(detect(), absent), "{}"));
        assertThrows(InvalidInputException.class,
                () -> load(algorithm(detect(), classify("{\"margin\":-1}")), "{}"));
    }

    private static StageSpec detect() {
        return new StageSpec("detect", StageSpec.Kind.MODEL, "halves", "", "{}");
    }

    private static StageSpec classify(String arguments) {
        return new StageSpec("classify", StageSpec.Kind.MODEL, "shade", "detect", arguments);
    }

    private static AlgorithmDescriptor algorithm(StageSpec... stages) {
        ModelDescriptor halves = model("halves", ModelFamily.YOLO, List.of("thing"));
        ModelDescriptor shade = model("shade", ModelFamily.CLASSIFICATION, List.of("dark", "bright"));
        ModelDescriptor vector = model("vector", ModelFamily.EMBEDDING, List.of());
        return new AlgorithmDescriptor("chain", 1, "Chain", "1", "detection", SCHEMA, List.of(),
                List.of(halves, shade, vector), List.of(stages), "");
    }

    private static ModelDescriptor model(String id, ModelFamily family, List<String> labels) {
        return FakeModels.model(id, "1", family, Path.of(id + ".onnx"), labels);
    }

    private static List<String> labels(AnalysisResult result) {
        return result.detections().stream().map(Detection::label).sorted().toList();
    }

    private LoadedAlgorithm load(AlgorithmDescriptor algorithm, String arguments) {
        Map<String, Operator> operators = Map.of("luma", operator(this::luma), "invert", operator(StagesTest::invert),
                "spot", operator(this::spot));
        return new AlgorithmLoader(placement, name -> Optional.ofNullable(operators.get(name)))
                .load(algorithm, new Use("camera/gate", 5, arguments));
    }

    private AnalysisResult analyse(AlgorithmDescriptor algorithm, Set<String> labels) {
        return analyse(algorithm,
                new AnalysisSpec("chain", 0, Region.ALL, -1, labels, List.of(), List.of(), "{}", ""));
    }

    private AnalysisResult analyse(AlgorithmDescriptor algorithm, AnalysisSpec spec) {
        try (LoadedAlgorithm loaded = load(algorithm, "{}")) {
            FrameStamp stamp = new FrameStamp("gate", 0, 0, Instant.EPOCH);
            return new PictureAnalysis(spec, 1).analyse(loaded, frame, stamp);
        }
    }

    private Operator operator(Step step) {
        return new Operator() {
            @Override
            public String argumentsSchema() {
                return "{}";
            }

            @Override
            public Step open(String arguments) {
                opened.add(arguments);
                return step;
            }
        };
    }

    private Operator operator(java.util.function.Function<Picture, Outcome> work) {
        return operator(new Step() {
            @Override
            public Outcome apply(Picture picture) {
                sizes.add(new int[] {picture.width(), picture.height()});
                return work.apply(picture);
            }

            @Override
            public void close() {
                closed++;
            }
        });
    }

    private Outcome luma(Picture picture) {
        double sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                sum += picture.luma().get(y * picture.lumaStride() + x) & 255;
            }
        }
        Measurement mean = new Measurement("luma", sum / picture.width() / picture.height(), "", 1);
        return new Outcome(List.of(), List.of(mean), Optional.empty());
    }

    private Outcome spot(Picture picture) {
        Detection lowerRight = new Detection("spot", 0.9, new Region(0.5, 0.5, 0.5, 0.5), OptionalLong.empty());
        return new Outcome(List.of(lowerRight), List.of(), Optional.empty());
    }

    private static Outcome invert(Picture picture) {
        ByteBuffer luma = ByteBuffer.allocateDirect(picture.width() * picture.height());
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                luma.put(y * picture.width() + x,
                        (byte) (DARK + BRIGHT - (picture.luma().get(y * picture.lumaStride() + x) & 255)));
            }
        }
        return new Outcome(List.of(), List.of(), Optional.of(new Picture(picture.width(), picture.height(), luma,
                picture.width(), picture.blueChroma(), picture.redChroma(), picture.chromaStride(),
                picture.mediaTime())));
    }

    private static float[] boxes() {
        float side = FakeModels.SIDE;
        return new float[] {
            (float) LEFT.centre().x() * side, (float) RIGHT.centre().x() * side,
            side / 2, side / 2, side / 4, side / 4, side / 2, side / 2, 0.8f, 0.8f};
    }

    private static float[] shade(float[] input) {
        return mean(input) > 0.5 ? new float[] {0.1f, 0.9f} : new float[] {0.9f, 0.1f};
    }

    private static float mean(float[] input) {
        double sum = 0;
        for (float value : input) {
            sum += value;
        }
        return (float) (sum / input.length);
    }

    private static AVFrame picture() {
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(WIDTH);
        frame.height(HEIGHT);
        av_frame_get_buffer(frame, 0);
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            for (int y = 0; y < HEIGHT >> shift; y++) {
                byte[] row = new byte[WIDTH >> shift];
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) (plane > 0 ? 128 : x < WIDTH / 2 ? DARK : BRIGHT);
                }
                frame.data(plane).position((long) y * frame.linesize(plane)).put(row, 0, row.length);
            }
        }
        return frame;
    }
}
