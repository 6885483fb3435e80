package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.InputSpec.Channels;
import io.sluice.api.model.InputSpec.Fit;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.stream.AccessUnit;
import io.sluice.picture.decode.FrameDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models on real videos; skipped where these are absent. */
class RealModelsTest {

    @Test
    void fastestDetFindsAndFollowsOnePersonAfterAnother() throws IOException {
        Zone floor = new Zone("floor",
                List.of(new Point(0.2, 0.3), new Point(0.9, 0.3), new Point(0.9, 1), new Point(0.2, 1)));
        Line threshold = new Line("threshold", new Point(0, 0.6), new Point(1, 0.6));
        AnalysisSpec spec = new AnalysisSpec(
                "fastestdet", 0, Region.ALL, 0.6, Set.of("person"), List.of(floor), List.of(threshold),
                "{}", "");
        List<AnalysisResult> results = analyse(fastestDet(), spec, "one-by-one-person-detection.mp4", 1, 740);
        Map<Long, Integer> sightings = sightings(results, "person");
        // Three people come and go in the first 74 seconds, each seen in more than a hundred pictures.
        List<Integer> people = sightings.values().stream().filter(count -> count > 100).toList();
        assertEquals(3, people.size(), sightings.toString());
        assertTrue(sightings.size() <= 4, sightings.toString());
        long entered = crossings(results, Crossing.Kind.ENTER);
        assertEquals(entered, crossings(results, Crossing.Kind.LEAVE));
        assertEquals(3, entered, results.stream().flatMap(result -> result.crossings().stream()).toList().toString());
    }

    @Test
    void fastestDetFindsBottles() throws IOException {
        AnalysisSpec spec =
                new AnalysisSpec("fastestdet", 0, Region.ALL, 0.6, Set.of("bottle"), List.of(), List.of(), "{}", "");
        List<AnalysisResult> results = analyse(fastestDet(), spec, "bottle-detection.mp4", 3, 600);
        long with = results.stream().filter(result -> !result.detections().isEmpty()).count();
        assertTrue(with > results.size() * 0.8, with + " of " + results.size());
        Region standing = new Region(0.786, 0.273, 0.116, 0.617);
        long there = results.stream()
                .filter(result -> result.detections().stream().anyMatch(seen -> seen.box().overlap(standing) > 0.8))
                .count();
        assertTrue(there > results.size() * 0.5, there + " of " + results.size());
    }

    /** The people of this video turn to the camera now and then, with their heads at one place. */
    @ParameterizedTest
    @CsvSource({"version-slim-320.onnx,320,240", "version-RFB-320.onnx,320,240", "version-RFB-640.onnx,640,480"})
    void faceDetectorsFindTheFace(String file, int width, int height) throws IOException {
        InputSpec input = new InputSpec(width, height, Channels.RGB, Fit.STRETCH,
                List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0));
        ModelDescriptor model = new ModelDescriptor(file, file, "1", ModelFamily.SSD, input,
                List.of("background", "face"), 0.5, 0.4, List.of(FakeModels.onnx(Assets.find("models/" + file))));
        AnalysisSpec spec = new AnalysisSpec(file, 0, Region.ALL, -1, Set.of(), List.of(), List.of(), "{}", "");
        List<AnalysisResult> results = analyse(model, spec, "one-by-one-person-detection.mp4", 10, 600);
        List<Detection> found = results.stream().flatMap(result -> result.detections().stream()).toList();
        assertEquals(60, results.size());
        assertTrue(found.stream().allMatch(face -> face.label().equals("face")), found.toString());
        Region head = new Region(0.573, 0.071, 0.05, 0.105);
        assertTrue(found.stream().anyMatch(face -> face.box().overlap(head) > 0.5), found.toString());
    }

    private static ModelDescriptor fastestDet() throws IOException {
        Path file = Assets.find("models/FastestDet.onnx");
        InputSpec input = new InputSpec(352, 352, Channels.BGR, Fit.STRETCH,
                List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));
        return new ModelDescriptor("fastestdet", "FastestDet", "1", ModelFamily.FASTESTDET, input,
                Files.readAllLines(Assets.find("models/coco.names")), 0.6, 0.45, List.of(FakeModels.onnx(file)));
    }

    /** Looks at every so-manieth picture of the first ones. */
    private static List<AnalysisResult> analyse(
            ModelDescriptor model, AnalysisSpec spec, String video, int every, int pictures) {
        List<AccessUnit> units = VideoFile.units(Assets.find("videos/" + video), pictures);
        PictureAnalysis analysis = new PictureAnalysis(spec, 1);
        List<AnalysisResult> results = new ArrayList<>();
        PictureSource source = new PictureSource();
        try (OnnxCpu cpu = new OnnxCpu();
                LoadedAlgorithm loaded = LoadedAlgorithm.load(cpu, FakeModels.single(model)); source) {
            for (int index = 0; index < units.size(); index++) {
                AccessUnit unit = units.get(index).number(index);
                source.decode(unit, index % every == 0,
                        picture -> results.add(analysis.analyse(loaded, picture.frame(), stamp(picture))));
            }
        }
        return results;
    }

    private static FrameStamp stamp(FrameDecoder picture) {
        return new FrameStamp("camera", picture.sequence(), picture.mediaTime(), Instant.EPOCH);
    }

    private static Map<Long, Integer> sightings(List<AnalysisResult> results, String label) {
        Map<Long, Integer> counts = new TreeMap<>();
        results.stream()
                .flatMap(result -> result.detections().stream())
                .filter(detection -> detection.label().equals(label))
                .forEach(detection -> counts.merge(detection.trackId().orElseThrow(), 1, Integer::sum));
        return counts;
    }

    private static long crossings(List<AnalysisResult> results, Crossing.Kind kind) {
        return results.stream()
                .flatMap(result -> result.crossings().stream())
                .filter(crossing -> crossing.kind() == kind)
                .count();
    }
}
