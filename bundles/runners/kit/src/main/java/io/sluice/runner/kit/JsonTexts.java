package io.sluice.runner.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonLiteral;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** Objects of messages as the texts that analyses take. */
public final class JsonTexts {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonTexts() {}

    public static String of(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, object);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, JsonValue value) throws IOException {
        if (value instanceof JsonObject object) {
            out.writeStartObject();
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                out.writeFieldName(member.getKey());
                write(out, member.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof JsonArray array) {
            out.writeStartArray();
            for (JsonValue element : array.values()) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof JsonText text) {
            out.writeString(text.text());
        } else if (value instanceof JsonNumber number) {
            out.writeNumber(number.literal());
        } else {
            out.writeRawValue(((JsonLiteral) value).name().toLowerCase(Locale.ROOT));
        }
    }
}
