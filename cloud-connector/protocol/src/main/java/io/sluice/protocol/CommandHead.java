package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.api.message.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** What a command is and its number, as far as a message says so; of a sound message or a broken one. */
record CommandHead(Optional<String> commandType, OptionalInt commandIdx) {

    static final CommandHead UNKNOWN = new CommandHead(Optional.empty(), OptionalInt.empty());
    static final String TYPE = "CommandType";
    /** What every command has. */
    static final MessageType<CommandHead> FORM = new MessageType<>("", Shape.of(CommandHead.class)
            .mandatory(TYPE, TextType.ANY, head -> head.commandType().orElseThrow())
            .into(head -> JsonObject.EMPTY, v -> new CommandHead(Optional.of(v.next()), OptionalInt.empty())));
    private static final String IDX = "CommandIdx";

    /** Never fails: what comes before the fault counts. */
    static CommandHead of(JsonFactory json, byte[] message) {
        Optional<String> type = Optional.empty();
        OptionalInt idx = OptionalInt.empty();
        try (JsonParser parser = json.createParser(message)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while ((type.isEmpty() || idx.isEmpty()) && parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (name.equals(TYPE) && value == JsonToken.VALUE_STRING) {
                        type = Optional.of(parser.getText());
                    } else if (name.equals(IDX) && value == JsonToken.VALUE_NUMBER_INT
                            && parser.getNumberType() == NumberType.INT) {
                        idx = OptionalInt.of(parser.getIntValue());
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException | IllegalStateException noMoreToLearn) {
            // Whoever needs to know what is wrong reads the message in full.
        }
        return new CommandHead(type, idx);
    }
}
