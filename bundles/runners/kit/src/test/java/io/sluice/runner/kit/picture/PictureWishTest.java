package io.sluice.runner.kit.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.runner.kit.ArgumentReader;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureWishTest {

    @Test
    void aPictureASecondWhereNothingIsSaid() {
        assertEquals(new PictureWish(1_000_000, 0, 85), wish(OptionalInt.empty(), JsonObject.EMPTY));
        assertEquals(250_000, wish(OptionalInt.of(4), JsonObject.EMPTY).periodMicros());
    }

    @Test
    void argumentsGoBeforeTheFrameRate() {
        JsonObject arguments = JsonObject.builder().put("EverySeconds", 10).put("Count", 3).put("Quality", 50).build();
        assertEquals(new PictureWish(10_000_000, 3, 50), wish(OptionalInt.of(4), arguments));
    }

    @ParameterizedTest
    @CsvSource({"EverySeconds,0", "EverySeconds,1.5", "EverySeconds,1e9", "Count,-1", "Count,1e300", "Quality,101", "Size,1"})
    void wrongArgumentsAreNamed(String name, String value) {
        JsonObject arguments = JsonObject.of(Map.of(name, new JsonNumber(value)));
        assertEquals(name, assertThrows(InvalidInputException.class, () -> wish(OptionalInt.empty(), arguments)).field());
        JsonObject text = JsonObject.of(Map.of("Count", JsonValue.of("3")));
        assertThrows(InvalidInputException.class, () -> wish(OptionalInt.empty(), text));
        assertThrows(InvalidInputException.class, () -> wish(OptionalInt.of(0), JsonObject.EMPTY));
    }

    /** What is emitted again after a crash must have the name of what it takes the place of. */
    @Test
    void picturesOfOnePieceOfTimeHaveOneName() {
        PictureWish endless = new PictureWish(500_000, 0, 85);
        assertEquals(endless.key(endless.piece(1_000_000), 1), endless.key(endless.piece(1_499_999), 2));
        assertNotEquals(endless.key(endless.piece(1_499_999), 1), endless.key(endless.piece(1_500_000), 1));
        PictureWish counted = new PictureWish(500_000, 3, 85);
        assertEquals(counted.key(7, 2), counted.key(8, 2));
    }

    @Test
    void aCheckpointIsReadAsItWasWritten() {
        PictureMark mark = PictureMark.fresh("frames").emitted(77).emitted(99);
        assertEquals(mark, PictureMark.read("frames", mark.bytes()));
        assertEquals(2, mark.emitted());
        assertThrows(IllegalArgumentException.class, () -> PictureMark.read("frames", new byte[] {1}));
    }

    private static PictureWish wish(OptionalInt rate, JsonObject arguments) {
        return PictureWish.of(rate, ArgumentReader.of(arguments, "", PictureWish.ARGUMENTS));
    }
}
