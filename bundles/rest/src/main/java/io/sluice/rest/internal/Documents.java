package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.StreamInfo;
import java.util.TreeMap;

/** The JSON of what the gateway tells; the same by REST and as events. */
final class Documents {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Documents() {}

    static ObjectNode of(Status status) {
        ObjectNode node = NODES.objectNode();
        node.set("subject", of(status.subject()));
        node.put("health", status.health().name())
                .put("code", status.code())
                .put("message", status.message())
                .put("remedy", status.remedy());
        ObjectNode details = node.putObject("details");
        new TreeMap<>(status.details()).forEach(details::put);
        return node.put("since", status.since().toString());
    }

    static ObjectNode of(Subject subject) {
        return NODES.objectNode().put("kind", subject.kind()).put("id", subject.id());
    }

    static ObjectNode of(StreamInfo stream) {
        ObjectNode node = NODES.objectNode().put("camera", stream.cameraId());
        node.set("format", stream.format().map(Documents::of).orElse(null));
        node.put("published", stream.published())
                .put("units", stream.units())
                .put("bytes", stream.bytes())
                .put("lost", stream.lost())
                .put("lastUnit", stream.lastUnit().map(Object::toString).orElse(null))
                .put("framesPerSecond", stream.framesPerSecond())
                .put("bitsPerSecond", stream.bitsPerSecond());
        ArrayNode taps = node.putArray("taps");
        stream.taps().forEach(tap -> taps.addObject()
                .put("name", tap.name())
                .put("waiting", tap.waiting())
                .put("missed", tap.missed()));
        return node;
    }

    private static ObjectNode of(StreamFormat format) {
        return NODES.objectNode()
                .put("codec", format.codec().name())
                .put("width", format.width())
                .put("height", format.height())
                .put("codecString", format.codecString());
    }
}
