package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.FakeBundleContext;
import io.sluice.accel.onnxcpu.internal.OnnxCpuAccelerator;
import io.sluice.analytics.internal.decode.FrameDecoder;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.stream.AccessUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RealModelsTest {

    @Test
    void x() throws IOException {
        Path model = Assets.find("models/FastestDet.onnx");
        List<String> labels = Files.readAllLines(Assets.find("models/coco.names"));
        ModelDescriptor d = new ModelDescriptor("fastestdet", "F", "1", ModelFamily.FASTESTDET,
                new InputSpec(352, 352, InputSpec.Channels.BGR, InputSpec.Fit.STRETCH, List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0)),
                labels, 0.6, 0.45, model, "");
        for (String video : List.of("one-by-one-person-detection.mp4", "bottle-detection.mp4")) {
        List<AccessUnit> units = VideoFile.units(Assets.find("videos/" + video), 1400);
        OnnxCpuAccelerator acc = new OnnxCpuAccelerator(new FakeBundleContext().context(), () -> "x");
        PictureAnalysis analysis = new PictureAnalysis(new AnalysisSpec("fastestdet", 0, Region.ALL, -1, Set.of(), List.of(), List.of()), 1);
        long t = System.nanoTime();
        java.util.Map<String, java.util.TreeMap<Long, Integer>> ids = new java.util.TreeMap<>();
        int n = 0;
        try (LoadedModel m = LoadedModel.load(acc, d); FrameDecoder dec = new FrameDecoder(units.get(0).format())) {
            for (int i = 0; i < units.size(); i++) {
                dec.send(units.get(i), true);
                while (dec.next()) {
                    n++;
                    AnalysisResult r = analysis.analyse(m, dec.frame(), new FrameStamp("c", n, dec.mediaTime(), Instant.EPOCH));
                    for (var x : r.detections()) ids.computeIfAbsent(x.label(), k -> new java.util.TreeMap<>()).merge(x.trackId().getAsLong(), 1, Integer::sum);
                    if (n % 100 == 0) System.out.println(n + " " + r.detections());
                }
            }
        }
        System.out.println(n + " frames " + (System.nanoTime() - t) / 1e6 / n + " ms/frame " + ids);
        }
    }
}
