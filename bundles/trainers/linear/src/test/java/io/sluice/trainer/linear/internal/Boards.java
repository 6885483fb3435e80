package io.sluice.trainer.linear.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Defects of bare boards (DeepPCB): around each, what is there and what differs from the template, as features. */
final class Boards {

    private static final String[] KINDS = {"", "open", "short", "mouse bite", "spur", "spurious copper", "pin hole"};
    private static final int CELLS = 10;
    private static final int CELL = 4;

    private Boards() {}

    /** Boards of one group lie on one side of the split. Skipped where there are none. */
    static List<AnalysisResult> read() throws IOException {
        Path folder = assets().resolve("pcb");
        assumeTrue(Files.isDirectory(folder), "Skipped: there is no " + folder + "; set SLUICE_ASSETS to the folder of assets.");
        List<AnalysisResult> defects = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
                String name = file.toString().substring(0, file.toString().length() - 4);
                BufferedImage test = ImageIO.read(Path.of(name + "_test.jpg").toFile());
                BufferedImage template = ImageIO.read(Path.of(name + "_temp.jpg").toFile());
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.strip().split("[ ,]+");
                    if (words.length == 5) {
                        int x = (Integer.parseInt(words[0]) + Integer.parseInt(words[2])) / 2;
                        int y = (Integer.parseInt(words[1]) + Integer.parseInt(words[3])) / 2;
                        defects.add(LinearTrainerTest.part(KINDS[Integer.parseInt(words[4])],
                                file.getParent().getFileName().toString(), features(test, template, x, y)));
                    }
                }
            }
        }
        return defects;
    }

    private static double[] features(BufferedImage test, BufferedImage template, int x, int y) {
        double[] features = new double[2 * CELLS * CELLS];
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
            int left = x + (cell % CELLS - CELLS / 2) * CELL;
            int top = y + (cell / CELLS - CELLS / 2) * CELL;
            features[2 * cell] = mean(test, left, top);
            features[2 * cell + 1] = features[2 * cell] - mean(template, left, top);
        }
        return features;
    }

    private static double mean(BufferedImage picture, int left, int top) {
        double sum = 0;
        for (int at = 0; at < CELL * CELL; at++) {
            int x = Math.max(0, Math.min(picture.getWidth() - 1, left + at % CELL));
            int y = Math.max(0, Math.min(picture.getHeight() - 1, top + at / CELL));
            sum += (picture.getRGB(x, y) >> 8 & 0xff) / 255.0;
        }
        return sum / (CELL * CELL);
    }

    private static Path assets() {
        String given = System.getenv("SLUICE_ASSETS");
        for (Path at = Path.of("").toAbsolutePath(); given == null && at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/assets"))) {
                return at.resolve("shared/assets");
            }
        }
        return Path.of(given == null ? "shared/assets" : given);
    }
}
