package io.sluice.support.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a small YAML file into a tree: one document, no key twice, no aliases (with which a few lines can stand for
 * gigabytes, and which Jackson would take for texts), no deep nesting. Decimal fractions keep their digits.
 */
public final class YamlFile {

    private static final int DEEPEST = 32;

    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectReader READER = YAMLMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private YamlFile() {}

    /**
     * @param mostBytes larger files are refused unread
     * @throws InvalidInputException when it is no such YAML; with line and column in the message
     * @throws IOException when the file cannot be read
     */
    public static JsonNode read(Path file, int mostBytes) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(mostBytes + 1);
        }
        if (bytes.length > mostBytes) {
            throw malformed("it has more than " + mostBytes + " bytes");
        }
        return parse(decoded(bytes));
    }

    /** As {@link #read}, of a text. */
    public static JsonNode parse(String text) {
        try {
            refuseAliases(text);
            return READER.readTree(text);
        } catch (JsonProcessingException error) {
            throw malformed(error.getOriginalMessage().lines().findFirst().orElse("") + at(error.getLocation()));
        } catch (IOException | RuntimeException error) {
            if (error instanceof InvalidInputException ours) {
                throw ours;
            }
            throw malformed(String.valueOf(error.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static void refuseAliases(String text) throws IOException {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (parser.isCurrentAlias()) {
                    throw malformed("aliases (*) are not allowed" + at(parser.currentTokenLocation()));
                }
            }
        }
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException error) {
            throw malformed("it is not UTF-8");
        }
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static InvalidInputException malformed(String reason) {
        return new InvalidInputException("input.yaml", "", "The YAML is malformed: " + reason + ".", "Correct the file.");
    }
}
