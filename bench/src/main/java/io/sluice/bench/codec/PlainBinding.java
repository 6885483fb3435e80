package io.sluice.bench.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonLiteral;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same records bound by Jackson's databind, without a check of anything. Times are written in the same form; truth values
 * and codes stay as Jackson has them, which spares it some work.
 */
final class PlainBinding {

    private PlainBinding() {}

    static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule()
                .addSerializer(Instant.class, new TimeWriter())
                .addDeserializer(Instant.class, new TimeReader())
                .addSerializer(JsonObject.class, new OpenWriter())
                .addDeserializer(JsonObject.class, new OpenReader());
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(module)
                .serializationInclusion(JsonInclude.Include.NON_EMPTY)
                .enable(SerializationFeature.WRITE_ENUMS_USING_INDEX)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SS");
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    private static final class TimeWriter extends StdSerializer<Instant> {

        TimeWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(TIME.format(LocalDateTime.ofInstant(time, ZONE)));
        }
    }

    private static final class TimeReader extends StdDeserializer<Instant> {

        TimeReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return LocalDateTime.parse(in.getText(), TIME).toInstant(ZONE);
        }
    }

    private static final class OpenWriter extends StdSerializer<JsonObject> {

        OpenWriter() {
            super(JsonObject.class);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, JsonObject object) {
            return object.isEmpty();
        }

        @Override
        public void serialize(JsonObject object, JsonGenerator out, SerializerProvider provider) throws IOException {
            write(object, out);
        }

        private static void write(JsonValue value, JsonGenerator out) throws IOException {
            if (value instanceof JsonObject object) {
                out.writeStartObject();
                for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                    out.writeFieldName(member.getKey());
                    write(member.getValue(), out);
                }
                out.writeEndObject();
            } else if (value instanceof JsonArray array) {
                out.writeStartArray();
                for (JsonValue element : array.values()) {
                    write(element, out);
                }
                out.writeEndArray();
            } else if (value instanceof JsonText text) {
                out.writeString(text.text());
            } else if (value instanceof JsonNumber number) {
                out.writeNumber(number.literal());
            } else if (value == JsonLiteral.NULL) {
                out.writeNull();
            } else {
                out.writeBoolean(value == JsonLiteral.TRUE);
            }
        }
    }

    private static final class OpenReader extends StdDeserializer<JsonObject> {

        OpenReader() {
            super(JsonObject.class);
        }

        /** Records keep what is beyond the table; here there is nothing. */
        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return JsonObject.EMPTY;
        }

        @Override
        public JsonObject deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return object(in);
        }

        private static JsonObject object(JsonParser in) throws IOException {
            JsonObject.Builder object = JsonObject.builder();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                object.add(name, value(in));
            }
            return object.build();
        }

        private static JsonValue value(JsonParser in) throws IOException {
            return switch (in.currentToken()) {
                case START_OBJECT -> object(in);
                case START_ARRAY -> {
                    List<JsonValue> values = new ArrayList<>();
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        values.add(value(in));
                    }
                    yield new JsonArray(values);
                }
                case VALUE_STRING -> new JsonText(in.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(in.getText());
                case VALUE_TRUE -> JsonLiteral.TRUE;
                case VALUE_FALSE -> JsonLiteral.FALSE;
                default -> JsonLiteral.NULL;
            };
        }
    }
}
