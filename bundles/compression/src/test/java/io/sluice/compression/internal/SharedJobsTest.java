package io.sluice.compression.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.CompressionJobs;
import io.sluice.compression.internal.job.Job;
import io.sluice.compression.internal.job.JobQueue;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as other bundles see them. */
class SharedJobsTest {

    @Test
    void figuresAndProblemsAreTold(@TempDir Path folder) throws Exception {
        try (JobQueue queue = new JobQueue(folder, 5, Clock.systemUTC())) {
            Job job = queue.add("compression", JsonNodeFactory.instance.objectNode(), running -> {
                running.figures(JsonNodeFactory.instance.objectNode().put("speedup", 2));
                throw new RejectedException("compression.frames.few", "Too few.", "", null);
            });
            Await.until("it has ended", () -> job.state().ended());
            CompressionJobs.Job told = SharedJobs.told(job);
            assertEquals(CompressionJobs.State.FAILED, told.state());
            assertEquals("{\"speedup\":2}", told.figures().orElseThrow());
            assertEquals("Too few.", told.problem());
        }
        try (JobQueue queue = new JobQueue(folder, 5, Clock.systemUTC())) {
            assertTrue(SharedJobs.told(queue.list("compression").get(0)).figures().isPresent(), "over a restart too");
        }
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertEquals("http.json", assertThrows(InvalidInputException.class, () -> SharedJobs.read("{")).code());
    }
}
