package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.message.ResourceCriteria;
import io.sluice.api.message.TotalResourceQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DegreesTest {

    private final MessageCodec codec = new MessageCodec();

    @ParameterizedTest
    @CsvSource({"180.0, 180.000000", "-180.0, -180.000000", "0.0, 0.000000", "-0.0, 0.000000", "0.000001, 0.000001",
            "-0.000001, -0.000001", "-0.0000001, 0.000000", "114.057865, 114.057865", "9.9999996, 10.000000", "-7.5, -7.500000",
            "33.3333333, 33.333333"})
    void areWrittenToSixDecimals(double degrees, String text) {
        ResourceCriteria all = ResourceCriteria.of(List.of());
        ResourceCriteria east = new ResourceCriteria(
                all.deviceList(), OptionalDouble.of(degrees), all.longitudeMin(), all.latitudeMax(), all.latitudeMin(), all.productType(), all.chip(), all.driverVersion(), all.extendCond(), all.extra());
        byte[] message = codec.encode(new TotalResourceQuery(1, east));
        assertEquals("\"LongitudeMax\":\"" + text + '"',
                new String(message, StandardCharsets.UTF_8).replaceAll(".*(\"LongitudeMax\":\"[^\"]*\").*", "$1"));
        TotalResourceQuery read = (TotalResourceQuery) codec.decodeCommand(message);
        assertEquals(Double.parseDouble(text), read.messageBody().longitudeMax().orElseThrow());
    }
}
