package io.sluice.placement.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.Precision;
import io.sluice.api.message.DeviceType;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String LONG_CHIP = "昇腾".repeat(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MessageCodec CODEC = new MessageCodec();

    @TempDir
    Path folder;

    private Facts facts;

    @BeforeEach
    void make() throws IOException {
        FakeMachine.write(folder, 1000, 400, 8 << 20, 2 << 20);
        DeviceUse cpu = device("cpu-0", AcceleratorInfo.Kind.CPU, "A processor", Map.of(Precision.FLOAT32, 0.3), 0.1,
                DeviceUse.State.READY);
        DeviceUse npu = device("npu-0", AcceleratorInfo.Kind.NPU, LONG_CHIP,
                Map.of(Precision.INT8, 6.0, Precision.FLOAT16, 3.0), 0.25, DeviceUse.State.READY);
        facts = new Facts("34020000001110000001", DeviceType.EDGE, FakeMachine.in(folder), List.of(cpu, npu),
                List.of(new Ability("H.264", 512.4, OptionalDouble.of(60)),
                        new Ability("H.265", 300, OptionalDouble.empty())),
                Map.of("H.264", 37.5), 0.25, 500);
    }

    @Test
    void tellsWhatThereIs() throws IOException {
        JsonNode info = total(facts).get("ResourceInfo");
        assertEquals(8192, info.at("/CommonResource/TotalMemory").asLong());
        assertEquals(3500, info.at("/CommonResource/TotalBandwidth").asInt());
        JsonNode compute = info.get("ComputeResource");
        assertEquals("昇腾".repeat(10) + "昇", compute.get("Chip").textValue(), "64 bytes, without half a character");
        assertEquals("[{\"Precision\":\"int8\",\"ComputingPower\":\"6 TOPS\"},"
                + "{\"Precision\":\"float16\",\"ComputingPower\":\"3 TFLOPS\"}]", compute.get("TotalPower").toString());
        assertEquals(512, compute.get("TotalComputeMemory").asLong());
        assertEquals(512, info.at("/VideoProcessResource/0/Decoding/MaxPerf").asDouble());
        assertEquals(60, info.at("/VideoProcessResource/0/Encoding/MaxPerf").asDouble());
        assertFalse(info.at("/VideoProcessResource/1").has("Encoding"));
        assertEquals("0.3 TFLOPS", info.at("/ExtendInfo/Accelerators/0/TotalPower/0/ComputingPower").textValue());
    }

    @Test
    void tellsWhatIsFree() throws IOException {
        JsonNode info = available(facts).get("ResourceInfo");
        assertEquals(2048, info.at("/CommonResource/AvailableMemory").asLong());
        assertEquals(3000, info.at("/CommonResource/AvailableBandwidth").asInt());
        assertEquals(75, info.at("/CommonResource/AvailableCPU").asInt());
        assertEquals("4.5 TOPS", info.at("/ComputeResource/AvailablePower/0/ComputingPower").textValue());
        assertEquals(384, info.at("/ComputeResource/AvailableComputeMemory").asLong());
        assertEquals(475, info.at("/VideoProcessResource/0/AvailDecodePerf").asDouble());
        assertEquals(300, info.at("/VideoProcessResource/1/AvailDecodePerf").asDouble());
    }

    @Test
    void promisesNothingOfADeviceThatFailed() throws IOException {
        DeviceUse failed = device("npu-0", AcceleratorInfo.Kind.NPU, "Chip", Map.of(Precision.INT8, 6.0), 0,
                DeviceUse.State.FAILED);
        Facts now = new Facts(facts.deviceId(), DeviceType.EDGE, facts.machine(), List.of(failed), List.of(), Map.of(), 0, 0);
        assertEquals("0 TOPS", available(now)
                .at("/ResourceInfo/ComputeResource/AvailablePower/0/ComputingPower").textValue());
        assertTrue(available(now).at("/ResourceInfo/VideoProcessResource").isMissingNode(), "not measured yet");
    }

    @Test
    void saysWhenItsFiguresCannotBeTrusted() throws IOException {
        Machine none = new Machine(folder.resolve("none"), folder.resolve("none"), folder);
        Facts now = new Facts(facts.deviceId(), DeviceType.EDGE, none, List.of(), List.of(), Map.of(), 0, 0);
        assertEquals("N", total(now).at("/ResourceInfo/IsValid").textValue());
        assertEquals("Y", total(facts).at("/ResourceInfo/IsValid").textValue());
    }

    /** Names, types and lengths as the standard's tables have them. */
    @Test
    void keepsToTheStandardsTables() throws IOException {
        Path tables = Path.of("../../../shared/standards/tai116-6-messages.json").toAbsolutePath().normalize();
        Assumptions.assumeTrue(Files.exists(tables), "skipped: there is no " + tables);
        JsonNode all = JSON.readTree(tables.toFile());
        for (JsonNode message : all.get("messages")) {
            ObjectNode report = switch (message.get("table").asText()) {
                case "4" -> total(facts);
                case "7" -> available(facts);
                default -> null;
            };
            if (report != null) {
                List<String> known = new ArrayList<>();
                message.get("fields").forEach(field -> {
                    known.add(field.get("path").textValue());
                    check(report, field);
                });
                report.at("/ResourceInfo").fieldNames()
                        .forEachRemaining(name -> assertTrue(known.contains("ResourceInfo/" + name), name));
                report.fieldNames().forEachRemaining(name -> assertTrue(known.contains(name), name));
            }
        }
    }

    private static ObjectNode total(Facts facts) throws IOException {
        return (ObjectNode) JSON.readTree(CODEC.encode(Messages.TOTAL_RESOURCE, Report.total(facts)));
    }

    private static ObjectNode available(Facts facts) throws IOException {
        return (ObjectNode) JSON.readTree(CODEC.encode(Messages.AVAILABLE_RESOURCE, Report.available(facts)));
    }

    private static void check(JsonNode report, JsonNode field) {
        String[] path = field.get("path").textValue().split("/");
        List<JsonNode> parents = List.of(report);
        for (int level = 0; level < path.length - 1; level++) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode parent : parents) {
                Optional.ofNullable(parent.get(path[level])).ifPresent(child -> {
                    if (child.isArray()) {
                        child.forEach(next::add);
                    } else {
                        next.add(child);
                    }
                });
            }
            parents = next;
        }
        for (JsonNode parent : parents) {
            JsonNode value = parent.get(path[path.length - 1]);
            if (value == null) {
                assertFalse(field.get("mandatory").booleanValue(), field.get("path").textValue() + " is missing");
                continue;
            }
            boolean fits = switch (field.get("type").textValue()) {
                case "string" -> value.isTextual();
                case "object" -> value.isObject();
                case "array" -> value.isArray();
                case "int32" -> value.isInt();
                case "int64" -> value.isIntegralNumber();
                case "float32" -> value.isNumber();
                default -> false;
            };
            assertTrue(fits, field + " is not met by " + value);
            int bytes = value.asText().getBytes(StandardCharsets.UTF_8).length;
            assertTrue(!field.has("bytes") || bytes == field.get("bytes").asInt(), field + " is not met by " + value);
            assertTrue(!field.has("maxBytes") || bytes <= field.get("maxBytes").asInt(), field + " is not met by " + value);
        }
    }

    static DeviceUse device(
            String id, AcceleratorInfo.Kind kind, String chip, Map<Precision, Double> operations, double load,
            DeviceUse.State state) {
        AcceleratorInfo info = new AcceleratorInfo(kind, "vendor", chip, "driver 1", id, Set.of("onnx"), operations,
                512L << 20, 1);
        AcceleratorReadings readings = new AcceleratorReadings(
                OptionalDouble.of(0.2), OptionalDouble.of(51), OptionalLong.of(128L << 20), false);
        return new DeviceUse(id, info, readings, state, "", load, 0.9, 0.1, List.of());
    }
}
