package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.model.AlgorithmVersion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The JSON of versions of algorithms. */
final class AlgorithmVersionDocuments {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AlgorithmVersionDocuments() {}

    static ArrayNode of(List<AlgorithmVersion> versions) {
        ArrayNode list = NODES.arrayNode();
        versions.forEach(version -> list.add(of(version)));
        return list;
    }

    static ObjectNode of(AlgorithmVersion version) {
        ObjectNode node = NODES.objectNode()
                .put("id", version.id())
                .put("number", version.number())
                .put("name", version.name())
                .put("version", version.version())
                .put("type", version.type())
                .put("status", version.status().name().toLowerCase(Locale.ROOT))
                .put("algStatus", version.status().number())
                .put("sha256", version.sha256())
                .put("fileSha256", version.fileSha256())
                .put("bytes", version.bytes())
                .put("imported", version.imported().toString())
                .put("notBefore", text(version.notBefore()))
                .put("notAfter", text(version.notAfter()))
                .put("signer", version.signer().orElse(null));
        ArrayNode tests = node.putArray("tests");
        version.tests().forEach(tests::add);
        return node;
    }

    private static String text(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(null);
    }
}
