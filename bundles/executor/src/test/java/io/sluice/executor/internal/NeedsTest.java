package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.DeviceType;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.PrecisionPower;
import io.sluice.api.message.TotalResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks say that they need of a node. */
class NeedsTest {

    @TempDir
    Path folder;

    private final Figures figures = new Figures();
    private ExecutorFixture node;

    /** A node with an NPU and a processor. */
    private static final class Figures implements NodeResources {

        volatile long memory = 2000;

        @Override
        public TotalResource total() {
            return new TotalResource(Tasks.OWN, DeviceType.EDGE, Optional.of("Sluice"), new TotalResource.ResourceInfo(true,
                    Optional.of(new TotalResource.SystemEnv("Linux", "6.1")), Optional.empty(),
                    Optional.of(new TotalResource.ComputeResource("RK3588", Optional.of("0.9.8"),
                            List.of(new PrecisionPower("int8", "6 TOPS")), OptionalLong.of(1024))),
                    Optional.empty(), Optional.empty(), Optional.of(JsonObject.builder().put("Accelerators", new JsonArray(List.of(
                            JsonObject.builder().put("Chip", "Cortex").put("DriverVersion", "1").build()))).build())));
        }

        @Override
        public AvailableResource available() {
            return new AvailableResource(Tasks.OWN, new AvailableResource.ResourceInfo(true,
                    Optional.of(new AvailableResource.CommonResource(OptionalLong.of(memory), OptionalLong.of(500),
                            OptionalInt.of(900), OptionalInt.of(70))),
                    Optional.of(new AvailableResource.ComputeResource(Optional.empty(), OptionalLong.of(512))),
                    Optional.of(List.of(new AvailableResource.VideoProcess("H.264", OptionalDouble.of(200), OptionalDouble.of(40)))),
                    Optional.empty()));
        }
    }

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        node.open();
        node.executor.runners().use(figures);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private static JsonObject.Builder all() {
        return JsonObject.builder().put("EnvID", "Linux").put("ProductType", "Sluice").put("Chip", "Cortex").put("DriverVersion", "1")
                .put("AvailableMemory", 2000).put("AvailableStorage", 500).put("AvailableBandwidth", 900).put("AvailableCPU", 70)
                .put("AvailableComputeMemory", 512).put("AvailDecodePerf", 200).put("AvailEncodePerf", 40);
    }

    private void dispatch(String task, JsonObject needs) {
        node.executor.dispatch(UPPER, List.of(Tasks.on(task, JsonObject.builder().put("Needs", needs).build())));
    }

    private void assertRefused(String reason, JsonObject needs) {
        RejectedException refused = assertThrows(RejectedException.class, () -> dispatch("x", needs));
        assertEquals("x: " + reason, refused.getMessage());
    }

    private static JsonObject need(String name, String text) {
        return JsonObject.builder().put(name, text).build();
    }

    private static JsonObject need(String name, long amount) {
        return JsonObject.builder().put(name, amount).build();
    }

    @Test
    void whatTheNodeHasIsEnough() throws Exception {
        dispatch("a", all().build());
        node.awaitRun("a");
    }

    @Test
    void anotherEnvironmentIsRefusedByCode10() {
        assertRefused("10: It needs EnvID Windows; this node has Linux.", need("EnvID", "Windows"));
        assertRefused("10: It needs ProductType Other; this node has Sluice.", need("ProductType", "Other"));
        assertRefused("10: It needs chip Ascend310; none of this node's accelerators is one.", need("Chip", "Ascend310"));
        assertRefused("10: It needs chip RK3588 with driver 1; none of this node's accelerators is one.",
                JsonObject.builder().put("Chip", "RK3588").put("DriverVersion", "1").build());
    }

    @Test
    void tooLittleIsRefusedByCode20WithTheNumbers() {
        assertRefused("20: It needs AvailableMemory 2001; this node has 2000.", need("AvailableMemory", 2001));
        assertRefused("20: It needs AvailableStorage 501; this node has 500.", need("AvailableStorage", 501));
        assertRefused("20: It needs AvailableBandwidth 901; this node has 900.", need("AvailableBandwidth", 901));
        assertRefused("20: It needs AvailableCPU 71; this node has 70.", need("AvailableCPU", 71));
        assertRefused("20: It needs AvailableComputeMemory 513; this node has 512.", need("AvailableComputeMemory", 513));
        assertRefused("20: It needs AvailDecodePerf 201; this node has 200.", need("AvailDecodePerf", 201));
        assertRefused("20: It needs AvailEncodePerf 41; this node has 40.", need("AvailEncodePerf", 41));
    }

    @Test
    void whatIsNoNeedIsRefusedWithItsPath() {
        String path = "TaskDispatchList[0]/ExecutionCond/ExtendedInfo/Needs";
        assertEquals(path + "/AvailableMemory",
                assertThrows(InvalidInputException.class, () -> dispatch("x", need("AvailableMemory", "much"))).field());
        assertEquals(path + "/Chip", assertThrows(InvalidInputException.class, () -> dispatch("x", need("Chip", 7))).field());
        InvalidInputException unknown = assertThrows(InvalidInputException.class, () -> dispatch("x", need("Luck", 7)));
        assertEquals(path + "/Luck is not known here.", unknown.getMessage());
        assertThrows(InvalidInputException.class, () -> node.executor.dispatch(UPPER,
                List.of(Tasks.on("x", JsonObject.builder().put("Needs", "all").build()))));
        assertTrue(node.executor.statuses(List.of()).isEmpty());
    }

    @Test
    void whatIsMissingAtTheStartIsAwaited() throws Exception {
        node.executor.limits(ExecutorFixture.limits(0, 100, Duration.ofHours(1), 100));
        dispatch("a", need("AvailableMemory", 1500));
        figures.memory = 1000;
        node.executor.limits(ExecutorFixture.limits(8, 100, Duration.ofHours(1), 100));
        node.executor.tick();
        assertEquals("It needs AvailableMemory 1500; this node has 1000.", node.status("a").exceptionDesc().orElseThrow());
        figures.memory = 1800;
        node.pass(Duration.ofSeconds(70));
        node.awaitRun("a");
    }
}
