package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.analytics.internal.FakePlacement.Brain;
import io.sluice.analytics.internal.trial.StillLooks;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureLooks;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelFamily;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures that come from elsewhere, looked at in parts by a model that tells dark from bright. */
class StillLooksTest {

    private static final AlgorithmDescriptor SHADE = FakeModels.single(
            FakeModels.model("shade", "1", ModelFamily.CLASSIFICATION, Path.of("shade.onnx"), List.of("dark", "bright")));

    private final FakePlacement placement = new FakePlacement().with("shade", new Brain(List.of(1L, 2L), StillLooksTest::shade));
    private final StillLooks looks = new StillLooks(placement, () -> "test");

    @AfterEach
    void nothingIsLeft() {
        looks.stop();
        assertEquals(0, placement.openLeases.get());
        assertEquals(0, placement.openBindings.get());
    }

    @Test
    void eachPartOfAPictureIsLookedAtByItself() throws IOException {
        try (PictureLooks.Look look = looks.open(SHADE, "{}", "task/doors", 0)) {
            PictureFile picture = new PictureFile("picture.png", half());
            assertEquals("dark", label(look, picture, new Region(0.05, 0.1, 0.4, 0.8)));
            assertEquals("bright", label(look, picture, new Region(0.55, 0.1, 0.4, 0.8)));
            assertThrows(RejectedException.class, () -> look.look(new PictureFile("picture.jpg", new byte[] {1, 2, 3}), Region.ALL));
            assertEquals("dark", label(look, picture, new Region(0.05, 0.1, 0.4, 0.8)), "a broken picture harms nothing");
            assertEquals(1, placement.demands.size(), "its model is loaded once");
            assertEquals("task/doors", placement.demands.get(0).user());
        }
        assertEquals(0, placement.openLeases.get());
    }

    @Test
    void whatIsOpenEndsWithItsProvider() throws IOException {
        PictureLooks.Look look = looks.open(SHADE, "{}", "task/doors", 0);
        looks.stop();
        PictureFile picture = new PictureFile("picture.png", half());
        assertEquals("analysis.look.closed",
                assertThrows(UnavailableException.class, () -> look.look(picture, Region.ALL)).code());
        look.close();
    }

    private static String label(PictureLooks.Look look, PictureFile picture, Region part) {
        return look.look(picture, part).detections().get(0).label();
    }

    private static float[] shade(float[] input) {
        double sum = 0;
        for (float value : input) {
            sum += value;
        }
        return sum / input.length > 0.5 ? new float[] {0.1f, 0.9f} : new float[] {0.9f, 0.1f};
    }

    /** Black on the left, white on the right. */
    private static byte[] half() throws IOException {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(32, 0, 32, 64);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
