package io.sluice.models.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.model.AlgorithmStore.Activation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A record as a file: a line with the key's seal over the rest, then JSON. Who edits a licence's end breaks the seal. */
final class RecordFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecordFile() {}

    /** What was read; {@code sealed} tells whether the seal is right. */
    record Reading(VersionRecord version, String seal, byte[] sealed) {}

    static byte[] sealed(VersionRecord version) {
        return write(version).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] file(String seal, byte[] sealed) {
        byte[] head = (seal + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] file = new byte[head.length + sealed.length];
        System.arraycopy(head, 0, file, 0, head.length);
        System.arraycopy(sealed, 0, file, head.length, sealed.length);
        return file;
    }

    /** @throws IOException also when it is no record */
    static Reading read(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new IOException("it is cut off");
        }
        try {
            String rest = text.substring(end + 1);
            return new Reading(parse(JSON.readTree(rest)), text.substring(0, end), rest.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException error) {
            throw new IOException("it is no record: " + error.getMessage(), error);
        }
    }

    private static String write(VersionRecord version) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", version.id())
                .put("version", version.version())
                .put("sha256", version.sha256())
                .put("file", version.file())
                .put("bytes", version.bytes())
                .put("imported", version.imported().toString())
                .put("signer", version.signer().orElse(""))
                .put("key", version.key())
                .put("manifest", version.manifest());
        ArrayNode tests = node.putArray("tests");
        version.tests().forEach(tests::add);
        node.putObject("trial")
                .put("stage", version.trial().stage().name())
                .put("wanted", version.trial().wanted().name())
                .put("reason", version.trial().reason());
        ObjectNode texts = node.putObject("texts");
        new TreeMap<>(version.texts()).forEach(texts::put);
        ObjectNode models = node.putObject("models");
        new TreeMap<>(version.models()).forEach(models::put);
        return node.toPrettyString();
    }

    private static VersionRecord parse(JsonNode node) {
        List<String> tests = new ArrayList<>();
        node.path("tests").forEach(test -> tests.add(test.asText()));
        return new VersionRecord(
                node.path("id").asText(), node.path("version").asText(), node.path("sha256").asText(),
                node.path("file").asText(), node.path("bytes").asLong(), Instant.parse(node.path("imported").asText()),
                Optional.of(node.path("signer").asText()).filter(signer -> !signer.isEmpty()), tests,
                trial(node.path("trial")), node.path("key").asText(), node.path("manifest").asText(), texts(node.path("texts")),
                texts(node.path("models")));
    }

    private static TrialState trial(JsonNode node) {
        if (node.isMissingNode()) {
            // Kept before there were trials on pictures.
            return TrialState.PASSED;
        }
        return new TrialState(
                TrialState.Stage.valueOf(node.path("stage").asText()), Activation.valueOf(node.path("wanted").asText()),
                node.path("reason").asText());
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
