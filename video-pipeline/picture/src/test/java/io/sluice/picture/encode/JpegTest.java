package io.sluice.picture.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.picture.decode.StillPicture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures as JPEG, judged by another decoder. */
class JpegTest {

    @Test
    void aPictureLooksTheSameToAnotherDecoder() throws IOException {
        BufferedImage drawn = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setColor(new Color(200, 30, 30));
        graphics.fillRect(0, 0, 160, 240);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(160, 0, 160, 240);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", png);
        try (StillPicture picture = StillPicture.of("drawn.png", png.toByteArray())) {
            byte[] good = Jpeg.of(picture.frame(), 90);
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(good));
            assertEquals(320, seen.getWidth());
            assertEquals(240, seen.getHeight());
            Color red = new Color(seen.getRGB(80, 120));
            assertEquals(200, red.getRed(), 12, red.toString());
            assertEquals(30, red.getGreen(), 12, red.toString());
            Color white = new Color(seen.getRGB(240, 120));
            assertTrue(white.getGreen() > 243, white.toString());
        }
    }

    @Test
    void lessQualityTakesLessRoom() throws IOException {
        BufferedImage noise = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 160 * 120; at++) {
            noise.setRGB(at % 160, at / 160, at * 2_654_435 & 0xFFFFFF);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(noise, "png", png);
        try (StillPicture picture = StillPicture.of("noise.png", png.toByteArray())) {
            int fine = Jpeg.of(picture.frame(), 100).length;
            int coarse = Jpeg.of(picture.frame(), 1).length;
            assertTrue(coarse < fine / 2, coarse + " of " + fine);
        }
    }
}
