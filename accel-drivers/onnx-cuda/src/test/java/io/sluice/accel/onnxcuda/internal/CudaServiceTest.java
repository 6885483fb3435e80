package io.sluice.accel.onnxcuda.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.model.FileModel;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** GPUs as services that come and go, in a real framework. */
class CudaServiceTest {

    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static NvidiaStandIn standIn;
    private final NvidiaStandIn.OnProcessor provider = new NvidiaStandIn.OnProcessor();
    private TestFramework framework;

    @BeforeAll
    static void compile() throws Exception {
        standIn = new NvidiaStandIn(libraries);
    }

    @BeforeEach
    void start() throws Exception {
        standIn.reset();
        framework = new TestFramework(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
        assertEquals(0, standIn.control().standin_live());
        assertEquals(0, standIn.control().standin_misuses());
    }

    @Test
    void eachGpuIsAServiceWhileItIsThere() throws Exception {
        try (DriverHost host = host()) {
            await(NvidiaStandIn.A10, Health.OK, "accelerator.ready");
            await(NvidiaStandIn.T4, Health.OK, "accelerator.ready");
            standIn.control().standin_lose(NvidiaStandIn.T4_INDEX, 1);
            await(NvidiaStandIn.T4, Health.FAILED, "accelerator.device.lost");
            TestFramework.await("withdrawn", () -> accelerator(NvidiaStandIn.T4).isEmpty());
            assertTrue(accelerator(NvidiaStandIn.A10).isPresent());
            standIn.control().standin_lose(NvidiaStandIn.T4_INDEX, 0);
            await(NvidiaStandIn.T4, Health.OK, "accelerator.ready");
        }
        assertTrue(accelerator(NvidiaStandIn.A10).isEmpty());
    }

    @Test
    void aGpuWhoseCudaFailsIsWithdrawnAndOfferedAgainOnceItPassesItsSelfTest() throws Exception {
        FileModel model = FileModel.onnx(OnnxModelWriter.counting().write(folder.resolve("counting.onnx")));
        try (DriverHost host = host()) {
            await(NvidiaStandIn.A10, Health.OK, "accelerator.ready");
            Accelerator first = accelerator(NvidiaStandIn.A10).orElseThrow();
            provider.failure = NvidiaStandIn.cudaFailure(700, "an illegal memory access was encountered");
            assertEquals("accelerator.device.lost",
                    assertThrows(UnavailableException.class, () -> first.load(model)).code());
            await(NvidiaStandIn.A10, Health.FAILED, "accelerator.selftest.failed");
            assertTrue(accelerator(NvidiaStandIn.A10).isEmpty());
            assertEquals("accelerator.gone", assertThrows(UnavailableException.class, () -> {
                provider.failure = "";
                first.load(model);
            }).code());
            await(NvidiaStandIn.A10, Health.OK, "accelerator.ready");
            accelerator(NvidiaStandIn.A10).orElseThrow().load(model).close();
        }
    }

    @Test
    void aMachineWithoutNvidiasDriverIsAFaultForWhoeverHasTheFeature() throws Exception {
        try (DriverHost host = new DriverHost(framework.context(), "cuda", true, () -> CudaDriver.load(
                "libnobody-has-this.so.1", new CudaSettings(provider, 1, OFTEN), Map.of()), OFTEN)) {
            await("cuda", Health.FAILED, "accelerator.library.missing");
        }
    }

    private DriverHost host() {
        return new DriverHost(framework.context(), "cuda", true, () -> standIn.driver(provider), OFTEN);
    }

    private Optional<Accelerator> accelerator(String id) {
        try {
            return framework.context().getServiceReferences(Accelerator.class, "(" + Accelerator.ID + "=" + id + ")").stream()
                    .findFirst()
                    .map((ServiceReference<Accelerator> reference) -> framework.context().getService(reference));
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void await(String id, Health health, String code) throws InterruptedException {
        TestFramework.await(id + " " + code, () -> status(id)
                .filter(status -> status.health() == health && status.code().equals(code))
                .isPresent());
    }

    private Optional<Status> status(String id) {
        try {
            return framework.context().getServiceReferences(StatusSource.class, null).stream()
                    .flatMap(reference -> framework.context().getService(reference).statuses().stream())
                    .filter(status -> status.subject().id().equals(id))
                    .findFirst();
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
