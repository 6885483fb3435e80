package io.sluice.bench.outbox;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.protocol.MessageCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A result of 1 KB, as a node sends it. */
final class SampleResult {

    private static final int BYTES = 1024;

    private SampleResult() {}

    static byte[] write() {
        byte[] bare = write(0);
        return write(BYTES - bare.length);
    }

    private static byte[] write(int padding) {
        JsonObject found = JsonObject.builder().put("note", "r".repeat(padding)).build();
        return new MessageCodec().encode(new TaskResult(OptionalInt.of(815), new TaskResultBody("task-20260228-000117",
                Optional.empty(), HttpPair.LOWER, List.of(new TaskResultBody.Destination(HttpPair.UPPER)), 12, "1.4.2",
                Optional.empty(), OptionalDouble.of(114.0579), OptionalDouble.of(22.5431), 1_772_236_800_000L,
                Optional.of(Instant.ofEpochSecond(1_772_236_800)),
                new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(List.of(new TaskResultBody.AnalysisResult(
                        Optional.empty(), OptionalInt.of(TaskResultBody.AnalysisResult.ARTICLE), Optional.of(found))))))));
    }
}
