package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonLiteral;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An object that the standard leaves open: any JSON, within the reader's limits. */
final class OpenType implements Type<JsonObject> {

    static final OpenType OPEN = new OpenType();

    private OpenType() {}

    @Override
    public JsonObject read(Reader in) throws IOException {
        if (in.parser().currentToken() != JsonToken.START_OBJECT) {
            throw in.wrongType("an object");
        }
        in.count();
        return object(in);
    }

    @Override
    public void write(Writer out, JsonObject object) throws IOException {
        out.generator().writeStartObject();
        members(out, object);
        out.generator().writeEndObject();
    }

    /** Reads the member whose name the parser is at. */
    static void member(Reader in, JsonObject.Builder into) throws IOException {
        String name = in.parser().currentName();
        in.bytes(name);
        in.parser().nextToken();
        if (!into.add(name, value(in))) {
            throw in.fail(Fault.DUPLICATE, Shape.ONCE, Shape.TWICE);
        }
    }

    static void members(Writer out, JsonObject object) throws IOException {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            out.bytes(member.getKey());
            out.generator().writeFieldName(member.getKey());
            value(out, member.getValue());
        }
    }

    private static JsonValue value(Reader in) throws IOException {
        in.count();
        JsonParser parser = in.parser();
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> text(in);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
            case VALUE_TRUE -> JsonLiteral.TRUE;
            case VALUE_FALSE -> JsonLiteral.FALSE;
            default -> JsonLiteral.NULL;
        };
    }

    private static JsonText text(Reader in) throws IOException {
        String text = in.parser().getText();
        in.bytes(text);
        return new JsonText(text);
    }

    private static JsonObject object(Reader in) throws IOException {
        JsonObject.Builder object = JsonObject.builder();
        while (in.parser().nextToken() != JsonToken.END_OBJECT) {
            member(in, object);
        }
        return object.build();
    }

    private static JsonArray array(Reader in) throws IOException {
        List<JsonValue> values = new ArrayList<>();
        while (in.parser().nextToken() != JsonToken.END_ARRAY) {
            values.add(value(in));
        }
        return new JsonArray(values);
    }

    private static void value(Writer out, JsonValue value) throws IOException {
        JsonGenerator generator = out.generator();
        if (value instanceof JsonObject object) {
            OPEN.write(out, object);
        } else if (value instanceof JsonArray array) {
            generator.writeStartArray();
            for (JsonValue element : array.values()) {
                value(out, element);
            }
            generator.writeEndArray();
        } else if (value instanceof JsonText text) {
            out.bytes(text.text());
            generator.writeString(text.text());
        } else if (value instanceof JsonNumber number) {
            generator.writeNumber(number.literal());
        } else if (value == JsonLiteral.NULL) {
            generator.writeNull();
        } else {
            generator.writeBoolean(value == JsonLiteral.TRUE);
        }
    }
}
