package io.sluice.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import io.sluice.api.result.StoredResult;
import java.io.IOException;

/** The JSON of a result, written straight out: answers hold thousands. */
final class ResultJson {

    private ResultJson() {}

    /** Without vectors. */
    static void write(StoredResult stored, JsonGenerator json) throws IOException {
        write(stored, false, json);
    }

    /** @param embeddings whether detections tell their vectors, which are long */
    static void write(StoredResult stored, boolean embeddings, JsonGenerator json) throws IOException {
        AnalysisResult result = stored.result();
        json.writeStartObject();
        json.writeNumberField("id", stored.id());
        json.writeStringField("camera", result.frame().cameraId());
        json.writeNumberField("sequence", result.frame().sequence());
        json.writeNumberField("mediaTime", result.frame().mediaTime());
        json.writeStringField("wallClock", result.frame().wallClock().toString());
        json.writeStringField("model", result.modelId());
        json.writeStringField("modelVersion", result.modelVersion());
        json.writeArrayFieldStart("detections");
        for (Detection detection : result.detections()) {
            write(detection, embeddings, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("crossings");
        for (Crossing crossing : result.crossings()) {
            write(crossing, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("measurements");
        for (Measurement measurement : result.measurements()) {
            write(measurement, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Detection detection, boolean embeddings, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", detection.label());
        json.writeNumberField("score", detection.score());
        json.writeObjectFieldStart("box");
        json.writeNumberField("x", detection.box().x());
        json.writeNumberField("y", detection.box().y());
        json.writeNumberField("width", detection.box().width());
        json.writeNumberField("height", detection.box().height());
        json.writeEndObject();
        if (detection.trackId().isPresent()) {
            json.writeNumberField("trackId", detection.trackId().getAsLong());
        } else {
            json.writeNullField("trackId");
        }
        if (embeddings && detection.embedding().isPresent()) {
            json.writeArrayFieldStart("embedding");
            for (float value : detection.embedding().get().values()) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(Crossing crossing, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", crossing.kind().name());
        json.writeStringField("place", crossing.place());
        json.writeNumberField("trackId", crossing.trackId());
        json.writeStringField("label", crossing.label());
        json.writeEndObject();
    }

    private static void write(Measurement measurement, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", measurement.name());
        json.writeNumberField("value", measurement.value());
        json.writeStringField("unit", measurement.unit());
        json.writeNumberField("confidence", measurement.confidence());
        json.writeEndObject();
    }
}
