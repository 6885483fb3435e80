package io.sluice.compression.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelData;
import io.sluice.compression.internal.job.Job;
import io.sluice.compression.internal.job.Work;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import java.util.function.Supplier;

/**
 * Plans where a model is best cut. Its parts are not kept: a tail takes tensors and no pictures, so no camera could use it, and
 * as a file it would be a model out of its package. Who runs the parts cuts the model anew at the tensors of the plan.
 */
record Cut(CutRequest request, Sources source, Supplier<Worker> worker, int mostModelMb) implements Work {

    @Override
    public JsonNode run(Job job) throws InterruptedException {
        ModelChoice choice = source.choose(request.algorithm(), request.version(), request.model());
        ObjectNode task = Wire.object().put("task", "cut").put("bytesPerSecond", request.bytesPerSecond())
                .put("latencyMillis", request.latencyMillis()).put("goal", request.period() ? "PERIOD" : "LATENCY")
                .put("most", request.most()).put("head", source.device(request.head()))
                .put("tail", source.device(request.tail()));
        try (MemoryFolder folder = MemoryFolder.create(); ModelData.Content content = choice.variant().data().open()) {
            if (content.bytes().remaining() > mostModelMb * 1_000_000L) {
                throw new RejectedException("compression.model.unfit", "The model '" + choice.model().id() + "' has "
                        + content.bytes().remaining() + " bytes; more than " + mostModelMb + " MB are not taken.",
                        "Raise 'most.model.mb' of the configuration io.sluice.compression.", null);
            }
            try (Message result = worker.get().run(task, content.bytes(), folder, job)) {
                JsonNode figures = result.body().path("figures");
                job.figures(figures);
                for (JsonNode row : figures.path("candidates")) {
                    if (row.path("chosen").asBoolean()) {
                        ObjectNode chosen = row.deepCopy();
                        return chosen.put("reason", figures.path("reason").asText());
                    }
                }
                throw new IllegalStateException("a plan without a choice");
            }
        }
    }
}
