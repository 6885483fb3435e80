package io.sluice.runner.features.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.runner.features.internal.coding.EncodedFeature;
import io.sluice.runner.features.internal.coding.FeatureCodec;
import io.sluice.runner.features.internal.coding.FeatureKind;
import io.sluice.runner.features.internal.coding.Similarity;
import io.sluice.runner.features.internal.library.Candidate;
import io.sluice.runner.features.internal.library.EntryFilter;
import io.sluice.runner.features.internal.library.FeatureLibrary;
import io.sluice.runner.features.internal.library.LibraryEntry;
import io.sluice.runner.features.internal.library.LibraryQuery;
import io.sluice.runner.features.internal.library.LibrarySpec;
import io.sluice.runner.features.internal.library.LibraryWatch;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that a real detector makes of real pictures: the means of its output planes, part by part of the picture. */
class RealVectorsTest {

    private static final Path ASSETS = Path.of(System.getenv().getOrDefault("SLUICE_ASSETS", "../../../../shared/assets"));
    private static final int SIDE = 352;
    private static final int MOST_PICTURES = 24;
    private static final int PARTS = 2;

    @TempDir
    private Path folder;

    @Test
    void encodedOnesFindTheSameBoards() throws Exception {
        Map<String, float[]> templates = vectors("_temp.jpg");
        Map<String, float[]> tests = vectors("_test.jpg");
        int dimension = templates.values().iterator().next().length;
        try (FeatureLibrary library =
                new FeatureLibrary(new LibrarySpec("boards", dimension, 1000, 0), folder, Clock.systemUTC(), LibraryWatch.NONE)) {
            templates.forEach((board, vector) ->
                    library.store(List.of(new LibraryEntry(board, board, "", Instant.EPOCH, Map.of(), vector))));
            for (FeatureKind kind : FeatureKind.values()) {
                double least = 1;
                int bytes = 0;
                for (float[] vector : tests.values()) {
                    EncodedFeature encoded = FeatureCodec.encode(vector, kind);
                    assertTrue(encoded.maxError() <= encoded.errorBound());
                    least = Math.min(least, encoded.cosine());
                    bytes += encoded.bytes().length;
                    List<Candidate> exact = nearest(library, vector);
                    List<Candidate> coded = nearest(library, FeatureCodec.decode(encoded.bytes()));
                    // Two directions that differ by so much cannot be told apart better by a third.
                    double most = Math.sqrt(2 - 2 * Math.min(1, encoded.cosine())) + 1e-6;
                    assertEquals(exact.get(0).score(), coded.get(0).score(), most);
                }
                System.out.println(kind + ": least cosine " + least + ", " + bytes / tests.size() + " bytes of " + dimension * 4);
                assertTrue(least > (kind == FeatureKind.INT8 ? 0.999 : 0.999_999), kind + " " + least);
            }
            tests.forEach((board, vector) -> {
                String best = templates.entrySet().stream().max(Map.Entry.comparingByValue(
                        (one, other) -> Double.compare(Similarity.cosine(vector, one), Similarity.cosine(vector, other)))).orElseThrow().getKey();
                assertEquals(best, nearest(library, vector).get(0).id());
            });
        }
    }

    private static List<Candidate> nearest(FeatureLibrary library, float[] vector) {
        return library.search(new LibraryQuery(vector, 1, -1, EntryFilter.ALL));
    }

    private static Map<String, float[]> vectors(String ending) throws IOException, OrtException {
        Path model = ASSETS.resolve("models/FastestDet.onnx");
        assumeTrue(Files.exists(model) && Files.isDirectory(ASSETS.resolve("pcb")),
                "Skipped: there are no models and pictures in " + ASSETS + "; set SLUICE_ASSETS to the folder of assets.");
        Map<String, float[]> vectors = new LinkedHashMap<>();
        List<Path> pictures;
        try (Stream<Path> all = Files.walk(ASSETS.resolve("pcb"))) {
            pictures = all.filter(path -> path.toString().endsWith(ending)).sorted().limit(MOST_PICTURES).toList();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(model.toString(), options)) {
            for (Path picture : pictures) {
                vectors.put(picture.getFileName().toString().replace(ending, ""), vector(environment, session, picture));
            }
        }
        return vectors;
    }

    private static float[] vector(OrtEnvironment environment, OrtSession session, Path picture) throws IOException, OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(planes(ImageIO.read(picture.toFile()))),
                        new long[] {1, 3, SIDE, SIDE});
                OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            float[][][] planes = ((float[][][][]) result.get(0).getValue())[0];
            List<Float> means = new ArrayList<>();
            for (float[][] plane : planes) {
                for (int part = 0; part < PARTS * PARTS; part++) {
                    means.add(mean(plane, part / PARTS, part % PARTS));
                }
            }
            float[] vector = new float[means.size()];
            for (int index = 0; index < vector.length; index++) {
                vector[index] = means.get(index);
            }
            return vector;
        }
    }

    private static float mean(float[][] plane, int row, int column) {
        int side = plane.length / PARTS;
        double sum = 0;
        for (int y = row * side; y < (row + 1) * side; y++) {
            for (int x = column * side; x < (column + 1) * side; x++) {
                sum += plane[y][x];
            }
        }
        return (float) (sum / side / side);
    }

    private static float[] planes(BufferedImage picture) {
        BufferedImage scaled = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        float[] planes = new float[3 * SIDE * SIDE];
        for (int at = 0; at < SIDE * SIDE; at++) {
            int colour = scaled.getRGB(at % SIDE, at / SIDE);
            for (int plane = 0; plane < 3; plane++) {
                planes[plane * SIDE * SIDE + at] = (colour >> 8 * plane & 0xFF) / 255f;
            }
        }
        return planes;
    }
}
