package io.sluice.models.internal.store;

import static io.sluice.models.internal.store.KeptAlgorithmsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.InputSpec;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions with test vectors of pictures, imported while what looks at pictures is there and while it is away. */
class PictureVectorsTest {

    private static final String GOOD = "detections: [{label: good, score: 0.9, box: {x: 0.1, y: 0.1, width: 0.2, height: 0.2}}]";
    private static final String NOTHING = "detections: []";
    private static final String LEVEL = "measurements: [{name: level, value: 1.5, within: 0.02}]";

    @TempDir
    Path root;

    private StoreFixture fixture;
    private final Sighted sighted = new Sighted();

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(root).open();
    }

    @Test
    void aVersionThatPassesIsUsedAndSaysBySeeingWhat() throws Exception {
        fixture.trial = Optional.of(sighted);
        fixture.add(new PackageFixture().picture(GOOD).picture(LEVEL));
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
        assertEquals(
                List.of("net.onnx on doubler-0: in.bin: out.bin: largest difference 0.000, allowed 0.001000 + 0.001000 of the value",
                        "scene.png on doubler-0: found good: overlap 1.000, score 0.850",
                        "scene.png on doubler-0: measured level: 1.510 m, 1.500 is expected"),
                tests());
        assertEquals(List.of("doubler-0"), sighted.devices);
    }

    @Test
    void aVersionThatSeesOtherwiseIsRefusedWithTheNumbers() throws Exception {
        fixture.trial = Optional.of(sighted);
        says("scene.png on doubler-0: unexpected good: score 0.850 at x 0.100", NOTHING);
        says("unsure good: overlap 1.000, score 0.850 instead of 0.400, at most 0.150 off", GOOD.replace("0.9", "0.4"));
        says("the nearest, at x 0.100, y 0.100, width 0.200, height 0.200, has an overlap of 0.333, at least 0.700",
                GOOD.replace("x: 0.1", "x: 0.2"));
        says("missing bad at x 0.100, y 0.100, width 0.200, height 0.200: none was found", GOOD.replace("good", "bad"));
        says("wrong level: 1.510 m instead of 1.000, at most 0.02000 off", LEVEL.replace("1.5", "1.0"));
        says("missing flow: nothing was measured", LEVEL.replace("level", "flow"));
        sighted.failure = Optional.of(new RejectedException("model.test.picture", "The picture cannot be decoded.", "", null));
        refused("model.test.picture", () -> fixture.add(new PackageFixture().picture(GOOD)));
        sighted.failure = Optional.of(new RejectedException("algorithm.stage.unfit", "The stage is unfit.", "", null));
        refused("algorithm.stage.unfit", () -> fixture.add(new PackageFixture().picture(GOOD)));
        assertEquals(List.of(), fixture.versions());
    }

    @Test
    void aVersionIsNotUsedBeforeItWasTried() throws Exception {
        fixture.add(new PackageFixture().picture(GOOD));
        assertEquals(List.of("joints 1.0 NOT_YET_TRIED"), fixture.versions());
        assertEquals(
                "not yet tried on pictures: The part of the gateway that looks at pictures is not there at the moment.",
                tests().get(1));
        assertEquals(Optional.empty(), fixture.store.versions().usable("joints", "1.0"));
        refused("model.version.not_tried", () -> fixture.store.algorithms().activate("joints", "1.0"));
        assertEquals("model.version.not_tried", fixture.store.versions().condition().code());
        fixture.store.trials().look();
        assertEquals(List.of("joints 1.0 NOT_YET_TRIED"), fixture.versions());
        assertEquals(List.of(), filesWith(PackageFixture.PICTURE), "plain pictures on the disk");

        // The gateway is restarted meanwhile.
        fixture.open();
        assertEquals(List.of("joints 1.0 NOT_YET_TRIED"), fixture.versions());
        fixture.trial = Optional.of(sighted);
        fixture.store.trials().look();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions(), "it becomes active, as was asked for");
        assertTrue(tests().get(1).startsWith("scene.png on doubler-0: found good"), tests().toString());
        assertEquals("model.store.ready", fixture.store.versions().condition().code());
        fixture.open();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
        assertEquals(1, count("models"), "what only the trial needed is gone");
    }

    @Test
    void aVersionThatFailsLaterStaysUnused() throws Exception {
        fixture.add(new PackageFixture().version("1"));
        fixture.add(new PackageFixture().version("2").picture(NOTHING));
        fixture.trial = Optional.of(sighted);
        fixture.store.trials().look();
        assertEquals(List.of("joints 1 IN_USE", "joints 2 TEST_FAILED"), fixture.versions().stream().sorted().toList());
        SluiceException refused = refused("model.test.failed", () -> fixture.store.algorithms().activate("joints", "2"));
        assertTrue(refused.getMessage().contains("unexpected good: score 0.850"), refused.getMessage());
        assertEquals("model.test.failed", fixture.store.versions().condition().code());
        fixture.open();
        assertEquals("1", fixture.store.versions().usable("joints").orElseThrow().version());
        fixture.store.algorithms().remove("joints", "2");
        assertEquals("model.store.ready", fixture.store.versions().condition().code());
    }

    @Test
    void whatIsMissingIsLookedForAgainEverMoreRarely() throws Exception {
        fixture.trial = Optional.of(sighted);
        sighted.failure = Optional.of(new UnavailableException("model.test.operator", "There is no operator 'gauge'.", "", null));
        fixture.add(new PackageFixture().picture(GOOD).write(root), Activation.NEVER);
        int before = sighted.looks;
        for (int look = 0; look < 100; look++) {
            fixture.store.trials().look();
        }
        assertEquals(4, sighted.looks - before, "tries in 100 looks: the first, then after 10, 30 and 70");
        assertTrue(fixture.store.versions().condition().message().contains("no operator 'gauge'"));
        sighted.failure = Optional.empty();
        fixture.accelerators.add(0, new Doubler(false));
        fixture.store.trials().look();
        assertEquals(List.of("joints 1.0 NOT_IN_USE"), fixture.versions(), "at once, since a device came");
    }

    @Test
    void anExchangeOfWhatLooksDuringATestFailsNothing() throws Exception {
        Sighted next = new Sighted();
        fixture.trial = Optional.of(sighted);
        sighted.failure = Optional.of(new RejectedException("model.test.broken", "Its classes are gone.", "", null));
        sighted.during = () -> fixture.trial = Optional.of(next);
        fixture.add(new PackageFixture().picture(GOOD));
        assertEquals(List.of("joints 1.0 NOT_YET_TRIED"), fixture.versions());
        fixture.store.trials().look();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
    }

    @Test
    void aVersionWaitsForADeviceToo() throws Exception {
        fixture.trial = Optional.of(sighted);
        Accelerator device = fixture.accelerators.remove(0);
        fixture.add(new PackageFixture().picture(GOOD));
        assertEquals(List.of("joints 1.0 NOT_YET_TRIED"), fixture.versions());
        fixture.accelerators.add(device);
        fixture.store.trials().look();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
    }

    @Test
    void aPictureCanBeGivenToAModelForItsTensors() throws Exception {
        fixture.trial = Optional.of(sighted);
        String outputs = "model: net, outputs: [{file: out.bin, shape: [1, 3, 4, 4]}]";
        fixture.add(new PackageFixture().picture(outputs));
        assertTrue(tests().get(1).startsWith("net.onnx on doubler-0: scene.png: out.bin: largest difference"), tests().toString());
        sighted.shade = 0.5f;
        says("value 0 is 1.000 instead of 0.000", "tolerance: {score: 0}, " + outputs);
    }

    @Test
    void theSamePackageAgainSaysAnewWhatIsWanted() throws Exception {
        Path file = new PackageFixture().picture(GOOD).write(root);
        fixture.add(file, Activation.NEVER);
        fixture.add(file, Activation.ALWAYS);
        fixture.trial = Optional.of(sighted);
        fixture.store.trials().look();
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
    }

    private void says(String what, String expectation) {
        SluiceException refused =
                refused("model.test.failed", () -> fixture.add(new PackageFixture().version("2").picture(expectation)));
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }

    private List<String> tests() {
        return fixture.store.algorithms().versions().get(0).tests();
    }

    private long count(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("algorithms").resolve(folder))) {
            return files.count();
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("algorithms"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    /** In place of the analytics: sees the same in each picture. */
    private static final class Sighted implements PictureTrial {

        private Optional<SluiceException> failure = Optional.empty();
        private List<String> devices = List.of();
        private float shade = Float.NaN;
        private Runnable during = () -> { };
        private int looks;

        @Override
        public Outcome look(AlgorithmDescriptor algorithm, String arguments, List<Accelerator> on, PictureFile picture) {
            looks++;
            during.run();
            assertEquals(PackageFixture.PICTURE, new String(picture.content(), StandardCharsets.US_ASCII));
            devices = on.stream().map(Accelerator::id).toList();
            failure.ifPresent(error -> {
                throw error;
            });
            return new Outcome(
                    List.of(new Detection("good", 0.85, new Region(0.1, 0.1, 0.2, 0.2), OptionalLong.empty())),
                    List.of(new Measurement("level", 1.51, "m", 1)), Optional.empty());
        }

        @Override
        public float[] tensor(InputSpec input, PictureFile picture) {
            float[] values = new float[48];
            for (int index = 0; index < values.length; index++) {
                values[index] = Float.isNaN(shade) ? index / 48f : shade;
            }
            return values;
        }
    }
}
