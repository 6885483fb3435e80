package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.sluice.api.message.Command;
import io.sluice.api.message.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads and writes the messages of T/AI 116.6 as JSON in UTF-8 and checks them both ways by the standard's tables. Nothing that is
 * wrong comes in, and nothing wrong goes out. Safe for use by many threads.
 */
public final class MessageCodec {

    /** The zone of times on the wire where nothing else is agreed: that of the standard's country. */
    public static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    private final JsonFactory json;
    private final Limits limits;
    private final WireTime time;

    /** With {@link Limits#DEFAULT} and {@link #ZONE}. */
    public MessageCodec() {
        this(Limits.DEFAULT, ZONE);
    }

    /** @param zone in which the wire's times are, on this node and all that it speaks with */
    public MessageCodec(Limits limits, ZoneOffset zone) {
        this.limits = limits;
        this.time = new WireTime(zone);
        // Names that strangers choose are not worth a place in the process's table of strings.
        this.json = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxStringLength(limits.bytes())
                        .maxNameLength(1024)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(limits.depth()).build())
                .build();
    }

    /** @throws MessageException where the bytes are not one message of that type, and no more */
    public <T> T decode(MessageType<T> type, byte[] message) {
        demandText(message);
        try (JsonParser parser = json.createParser(message)) {
            Reader in = new Reader(message, parser, limits, time);
            try {
                if (parser.nextToken() == null) {
                    throw in.fail(Fault.SYNTAX, "JSON", "nothing");
                }
                T value = type.form().read(in);
                if (parser.nextToken() != null) {
                    throw in.fail(Fault.SYNTAX, "the end of the message", "more after it");
                }
                return value;
            } catch (JsonProcessingException | IllegalStateException wrong) {
                throw explain(wrong, in.path());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Of whichever type the message says it is. @throws MessageException where it is none */
    public Command decodeCommand(byte[] message) {
        demandText(message);
        CommandHead head = CommandHead.of(json, message);
        String name = head.commandType().isPresent()
                ? head.commandType().get()
                // A full reading says what is wrong.
                : decode(CommandHead.FORM, message).commandType().orElseThrow();
        MessageType<? extends Command> type = Messages.COMMANDS.get(name);
        if (type == null) {
            throw new MessageException(
                    Fault.COMMAND, CommandHead.TYPE, "a command of the standard", Snippet.quoted(name), null);
        }
        return decode(type, message);
    }

    /** @throws MessageException where the value breaks what the standard or the limits say; nothing is written then */
    public <T> byte[] encode(MessageType<T> type, T value) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(1024);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            // An error must not complete the message on closing.
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            Writer out = new Writer(generator, time);
            try {
                type.form().write(out, value);
            } catch (StreamConstraintsException | StreamWriteException tooDeep) {
                throw out.fail(Fault.DEPTH, "at most " + limits.depth() + " levels", "more");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        demandSize(bytes.size());
        return bytes.toByteArray();
    }

    /** A command by its own type. */
    public byte[] encode(Command command) {
        return encode(of(command), command);
    }

    /**
     * The answer to a command that could not be read: StatusCode 1 and the reason, in the form of the reply's table as far as the
     * command can be told. Never fails.
     */
    public byte[] refuse(byte[] message, MessageException reason) {
        return refuse(message, reason.getMessage());
    }

    /** The answer to a command that is not done: as above, for any reason; what is too long of it is cut off. */
    public byte[] refuse(byte[] message, String reason) {
        CommandHead head = head(message);
        return encode(Refusals.type(head), Refusals.reply(head, reason));
    }

    /** Whether it is a command at all, of whichever type. @throws MessageException where it is none */
    public void demandCommand(byte[] message) {
        decode(CommandHead.FORM, message);
    }

    /** What a message says it is, as far as it can be read; whether the rest is right is not looked at. */
    public Optional<String> commandType(byte[] message) {
        return head(message).commandType();
    }

    private CommandHead head(byte[] message) {
        return message.length > limits.bytes() || Utf8.firstInvalid(message) >= 0
                ? CommandHead.UNKNOWN
                : CommandHead.of(json, message);
    }

    /** The answer to a command that was read, as its table has it. */
    public byte[] encodeReply(Command to, Reply reply) {
        return encode(replyTo(to.commandType()), reply);
    }

    /** @throws MessageException where the bytes are no reply to that command */
    public Reply decodeReply(Command to, byte[] message) {
        return decode(Messages.replyTo(to.commandType()), message);
    }

    @SuppressWarnings("unchecked")
    private static MessageType<Command> of(Command command) {
        // The table of commands has each type's own form.
        return (MessageType<Command>) Messages.COMMANDS.get(command.commandType());
    }

    @SuppressWarnings("unchecked")
    private static MessageType<Reply> replyTo(String commandType) {
        return (MessageType<Reply>) Messages.replyTo(commandType);
    }

    private void demandText(byte[] message) {
        demandSize(message.length);
        int invalid = Utf8.firstInvalid(message);
        if (invalid >= 0) {
            throw new MessageException(Fault.ENCODING, "", "UTF-8",
                    String.format("byte %02X at %d", message[invalid], invalid), null);
        }
    }

    private void demandSize(int bytes) {
        if (bytes > limits.bytes()) {
            throw new MessageException(Fault.SIZE, "", "at most " + limits.bytes() + " bytes", bytes + " bytes", null);
        }
    }

    private static MessageException explain(Exception wrong, String path) {
        if (wrong instanceof StreamConstraintsException || wrong instanceof IllegalStateException) {
            // Numbers and names of absurd length, and names made to collide in the reader's table.
            return new MessageException(Fault.SIZE, path, "numbers and names of sensible length", "others", wrong);
        }
        String found = wrong instanceof JsonProcessingException json ? json.getOriginalMessage() : wrong.getMessage();
        return new MessageException(Fault.SYNTAX, path, "JSON", Snippet.of(found, 100), wrong);
    }
}
