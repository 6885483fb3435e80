package io.sluice.inbox.internal;

import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.message.TaskResultBody.ImageResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Results for tests. */
final class Results {

    static final String SENDER = "11000000001190000001";

    private Results() {}

    static TaskResultBody of(String task, long ts, Optional<ImageResult> image) {
        return new TaskResultBody(task, Optional.empty(), SENDER, List.of(), 1, "1.0", Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), ts, Optional.empty(), new Data(image, Optional.empty(), Optional.empty()));
    }

    static TaskResultBody of(String task, long ts) {
        return of(task, ts, Optional.empty());
    }

    static TaskResultBody picture(String task, long ts, byte[] bytes) {
        return of(task, ts, Optional.of(new ImageResult(Optional.of(BinaryPart.copyOf(bytes)), Optional.empty(), Optional.empty())));
    }

    static TaskResultBody referring(String task, long ts) {
        return of(task, ts, Optional.of(new ImageResult(Optional.empty(), Optional.of(JsonObject.builder()
                .put("Reference", JsonObject.builder().put("ContentSize", 77).build()).build()), Optional.empty())));
    }
}
