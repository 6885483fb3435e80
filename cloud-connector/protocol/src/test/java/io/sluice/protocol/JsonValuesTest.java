package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The API's JSON, which code of ours fills in without a reader between. */
class JsonValuesTest {

    private static final String SIGNS = "0123456789-+.eE";

    /** Jackson is the judge. */
    @Test
    void numbersAreThoseOfJson() {
        ObjectMapper judge = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        Random random = new Random(9);
        int right = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length >= 0; length--) {
                text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
            }
            String literal = text.toString();
            boolean number = isNumber(judge, literal);
            right += number ? 1 : 0;
            assertEquals(number, taken(literal), literal);
        }
        assertTrue(right > 5_000, right + " numbers");
    }

    @Test
    void numbersOfJavaAreNumbersOfJson() {
        assertEquals(new JsonNumber("-9223372036854775808"), JsonValue.of(Long.MIN_VALUE));
        assertEquals(1e21, ((JsonNumber) JsonValue.of(1e21)).toDouble());
        assertEquals(new BigDecimal("1.10"), ((JsonNumber) JsonValue.of(new BigDecimal("1.10"))).decimal());
        assertThrows(IllegalArgumentException.class, () -> JsonValue.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> JsonValue.of(Double.POSITIVE_INFINITY));
    }

    @Test
    void objectsKeepTheirOrderAndHaveEachNameOnce() {
        JsonObject object = JsonObject.builder().put("z", 1).put("a", "text").build();
        assertEquals(List.of("z", "a"), List.copyOf(object.members().keySet()));
        assertEquals(Optional.of("text"), object.text("a"));
        assertEquals(Optional.empty(), object.text("z"));
        assertEquals(object, JsonObject.of(Map.of("a", JsonValue.of("text"), "z", JsonValue.of(1))));
        assertThrows(IllegalArgumentException.class, () -> JsonObject.builder().put("a", 1).put("a", 1));
        assertThrows(UnsupportedOperationException.class, () -> object.members().put("b", JsonValue.of(true)));
    }

    private static boolean isNumber(ObjectMapper judge, String literal) {
        try {
            return judge.readTree(literal).isNumber();
        } catch (IOException wrong) {
            return false;
        }
    }

    private static boolean taken(String literal) {
        try {
            new JsonNumber(literal);
            return true;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }
}
