package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void readsEverything() {
        Settings settings = Settings.of(FakeConfig.of("frames.per.second", 2.5, "region", "0.1, 0.2,0.3,0.4",
                "score.threshold", 0.7, "labels", new String[] {"cat", "dog", "cat"},
                "zones", new String[] {"yard: north:0,0 1,0 1,0.5"}, "lines", new String[] {"gate:0,0.5 1,0.5"}));
        assertEquals("gate", settings.cameraId());
        assertEquals("finder", settings.analysis().modelId());
        assertEquals(2.5, settings.analysis().framesPerSecond());
        assertEquals(new Region(0.1, 0.2, 0.3, 0.4), settings.analysis().region());
        assertEquals(0.7, settings.analysis().scoreThreshold());
        assertEquals(Set.of("cat", "dog"), settings.analysis().labels());
        Zone zone = new Zone("yard: north", List.of(new Point(0, 0), new Point(1, 0), new Point(1, 0.5)));
        assertEquals(List.of(zone), settings.analysis().zones());
        assertEquals(List.of(new Line("gate", new Point(0, 0.5), new Point(1, 0.5))), settings.analysis().lines());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "region|0,0,1", "region|0,0,0,1", "region|0.5,0,0.6,1", "region|a,b,c,d", "region|-0.1,0,0.5,1",
        "region|NaN,0,1,1", "camera.id|''", "model.id|' '"})
    void namesTheFieldThatIsWrong(String field, String value) {
        assertEquals(field, refused(field, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "zones|a:0,0 1,1", "zones|a", "zones|:0,0 1,0 1,1", "zones|a:0,0 1,0 x,1", "zones|a:0,0 1,0 1",
        "lines|a:0,0", "lines|a:0,0 0,0", "lines|a:0,0 1,1 0,1"})
    void namesThePlacesThatAreWrong(String field, String value) {
        assertEquals(field, refused(field, new String[] {value}));
    }

    @Test
    void refusesNumbersOutOfRangeAndNamesGivenTwice() {
        assertEquals("frames.per.second", refused("frames.per.second", -1.0));
        assertEquals("frames.per.second", refused("frames.per.second", Double.NaN));
        assertEquals("score.threshold", refused("score.threshold", 1.5));
        assertEquals("zones", refused("zones", new String[] {"a:0,0 1,0 1,1", "a:0,0 1,0 0,1"}));
    }

    private static String refused(String field, Object value) {
        AnalyticsConfig config = FakeConfig.of(field, value);
        return assertThrows(InvalidInputException.class, () -> Settings.of(config)).field();
    }
}
