package io.sluice.devices.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.support.camera.CameraDocuments;
import io.sluice.support.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A camera's document as YAML. */
final class CameraYaml {

    private final ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    /**
     * @param id by the file's name; may be left out in the document, and must agree with it otherwise
     * @throws InvalidInputException naming line and column, or the field
     */
    CameraSpec read(String id, byte[] content) {
        if (!(YamlFile.parse(new String(content, StandardCharsets.UTF_8)) instanceof ObjectNode document)) {
            throw invalid("", "The document is empty or not a mapping of keys to values.");
        }
        if (!document.has("id")) {
            document.put("id", id);
        }
        CameraSpec camera = CameraDocuments.read(document);
        if (!camera.id().equals(id)) {
            throw invalid("id", "The document says id '" + camera.id() + "', but its file is named " + id + ".yaml.");
        }
        return camera;
    }

    byte[] write(CameraSpec camera) throws IOException {
        return yaml.writeValueAsBytes(CameraDocuments.write(camera));
    }

    private static InvalidInputException invalid(String field, String message) {
        return new InvalidInputException("camera.document_invalid", field, message, "");
    }
}
