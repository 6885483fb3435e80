package io.sluice.devices.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.support.camera.CameraDocuments;
import java.io.IOException;

/** A camera's document as YAML. */
final class CameraYaml {

    private final ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /**
     * @param id by the file's name; may be left out in the document, and must agree with it otherwise
     * @throws InvalidInputException naming line and column, or the field
     */
    CameraSpec read(String id, byte[] content) throws IOException {
        try {
            if (yaml.readTree(content) instanceof ObjectNode document) {
                if (!document.has("id")) {
                    document.put("id", id);
                }
                CameraSpec camera = CameraDocuments.read(document);
                if (!camera.id().equals(id)) {
                    throw invalid("id", "The document says id '" + camera.id() + "', but its file is named " + id + ".yaml.");
                }
                return camera;
            }
            throw invalid("", "The document is empty or not a mapping of keys to values.");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            throw invalid("", "The document is no valid YAML: " + e.getOriginalMessage() + where + ".");
        }
    }

    byte[] write(CameraSpec camera) throws IOException {
        return yaml.writeValueAsBytes(CameraDocuments.write(camera));
    }

    private static InvalidInputException invalid(String field, String message) {
        return new InvalidInputException("camera.document_invalid", field, message, "");
    }
}
