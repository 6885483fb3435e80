package io.sluice.accel.onnxcpu.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A protocol buffer message taken apart without its schema, edited by field number and put together again. What is not
 * touched comes out byte for byte as it went in. Payloads are views of the parsed memory, so a message is usable only
 * as long as that memory is. Not thread-safe.
 */
public final class ProtoMessage {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int MOST_VARINT_BYTES = 10;
    /** Far beyond what the largest graphs have; more would only fill the small Java heap. */
    private static final int MOST_FIELDS = 250_000;
    private static final int MOST_TEXT_BYTES = 1 << 16;

    private final List<Field> fields = new ArrayList<>();

    /** Is shown the fields of a message that hold texts, bytes or messages. */
    @FunctionalInterface
    public interface Visitor {

        /** @param payload a view of the message, without tag and length */
        void field(int number, ByteBuffer payload);
    }

    /**
     * One field as encoded, without its tag and length.
     *
     * @param number in the schema
     * @param wireType 0, 1, 2 or 5
     * @param payload empty where there is a message
     * @param message to be encoded when the time comes, so that a large one needs no second copy
     */
    private record Field(int number, int wireType, ByteBuffer payload, Optional<ProtoMessage> message) {

        int payloadSize() {
            return message.map(ProtoMessage::encodedSize).orElseGet(payload::remaining);
        }

        int encodedSize() {
            int size = payloadSize();
            int tag = varintSize((long) number << 3 | wireType);
            return tag + size + (wireType == LENGTH_DELIMITED ? varintSize(size) : 0);
        }

        ByteBuffer bytes() {
            return message.map(nested -> ByteBuffer.wrap(nested.toBytes())).orElseGet(payload::duplicate);
        }
    }

    /** @throws IllegalArgumentException when the bytes are no protocol buffer message, or one of absurdly many fields */
    public static ProtoMessage parse(ByteBuffer bytes) {
        ProtoMessage message = new ProtoMessage();
        walk(bytes, (number, wireType, payload) -> {
            if (message.fields.size() == MOST_FIELDS) {
                throw new IllegalArgumentException("it has more than " + MOST_FIELDS + " fields in one message");
            }
            message.fields.add(new Field(number, wireType, payload.get(), Optional.empty()));
        });
        return message;
    }

    /**
     * Shows each field that holds a text, bytes or a message, and keeps none.
     *
     * @throws IllegalArgumentException when the bytes are no protocol buffer message
     */
    public static void visit(ByteBuffer bytes, Visitor visitor) {
        walk(bytes, (number, wireType, payload) -> {
            if (wireType == LENGTH_DELIMITED) {
                visitor.field(number, payload.get());
            }
        });
    }

    private interface Walker {

        /** @param payload makes a view of it */
        void field(int number, int wireType, Supplier<ByteBuffer> payload);
    }

    private static void walk(ByteBuffer bytes, Walker walker) {
        ByteBuffer in = bytes.slice();
        int[] range = new int[2];
        Supplier<ByteBuffer> payload = () -> in.slice(range[0], range[1] - range[0]);
        try {
            while (in.hasRemaining()) {
                int at = in.position();
                long tag = readVarint(in);
                int number = (int) (tag >>> 3);
                if (number == 0 || tag >>> 32 != 0) {
                    throw new IllegalArgumentException("no field begins at byte " + at);
                }
                range[0] = skipPayload(in, (int) tag & 7);
                range[1] = in.position();
                walker.field(number, (int) tag & 7, payload);
            }
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("it ends in the middle of a field", cut);
        }
    }

    public ProtoMessage add(int number, long value) {
        ByteBuffer payload = ByteBuffer.allocate(MOST_VARINT_BYTES);
        writeVarint(payload, value);
        fields.add(new Field(number, VARINT, payload.flip(), Optional.empty()));
        return this;
    }

    public ProtoMessage add(int number, String value) {
        return add(number, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Adds a message as it will be when this one is written. */
    public ProtoMessage add(int number, ProtoMessage value) {
        fields.add(new Field(number, LENGTH_DELIMITED, ByteBuffer.allocate(0), Optional.of(value)));
        return this;
    }

    public ProtoMessage add(int number, ByteBuffer payload) {
        fields.add(new Field(number, LENGTH_DELIMITED, payload.slice(), Optional.empty()));
        return this;
    }

    /** Takes away every field of a number. */
    public ProtoMessage remove(int number) {
        fields.removeIf(field -> field.number == number);
        return this;
    }

    /** Every length-delimited field of a number, in order. */
    public List<ByteBuffer> all(int number) {
        return fields.stream()
                .filter(field -> field.number == number && field.wireType == LENGTH_DELIMITED)
                .map(Field::bytes)
                .toList();
    }

    /** The sub-message of a number, where there is one. */
    public Optional<ProtoMessage> message(int number) {
        return all(number).stream().findFirst().map(ProtoMessage::parse);
    }

    /** The text of a number; empty where there is none. */
    public String text(int number) {
        return all(number).stream()
                .findFirst()
                .map(payload -> StandardCharsets.UTF_8.decode(payload).toString())
                .orElse("");
    }

    /**
     * The text of a number in an encoded message, of which the other fields may be large; the last where there are several,
     * empty where there is none.
     *
     * @throws IllegalArgumentException when the bytes are no message or the text is absurdly long
     */
    public static String text(ByteBuffer message, int number) {
        String[] found = {""};
        visit(message, (field, payload) -> {
            if (field == number) {
                if (payload.remaining() > MOST_TEXT_BYTES) {
                    throw new IllegalArgumentException("it has a name of " + payload.remaining() + " bytes");
                }
                found[0] = StandardCharsets.UTF_8.decode(payload).toString();
            }
        });
        return found[0];
    }

    /** The integer of a number, where there is one. */
    public Optional<Long> integer(int number) {
        return fields.stream()
                .filter(field -> field.number == number && field.wireType == VARINT)
                .findFirst()
                .map(field -> readVarint(field.payload.duplicate()));
    }

    public int encodedSize() {
        return fields.stream().mapToInt(Field::encodedSize).sum();
    }

    /** Writes the message to memory with room for {@link #encodedSize()} bytes. */
    public void writeTo(ByteBuffer out) {
        for (Field field : fields) {
            writeVarint(out, (long) field.number << 3 | field.wireType);
            if (field.wireType == LENGTH_DELIMITED) {
                writeVarint(out, field.payloadSize());
            }
            field.message.ifPresentOrElse(nested -> nested.writeTo(out), () -> out.put(field.payload.duplicate()));
        }
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[encodedSize()];
        writeTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** @return where the payload begins */
    private static int skipPayload(ByteBuffer in, int wireType) {
        int start = in.position();
        switch (wireType) {
            case VARINT -> readVarint(in);
            case FIXED64 -> skip(in, Long.BYTES);
            case FIXED32 -> skip(in, Integer.BYTES);
            case LENGTH_DELIMITED -> {
                long length = readVarint(in);
                start = in.position();
                skip(in, length);
            }
            default -> throw new IllegalArgumentException("unknown wire type " + wireType + " before byte " + start);
        }
        return start;
    }

    private static void skip(ByteBuffer in, long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new IllegalArgumentException(
                    "a field of " + bytes + " bytes begins where only " + in.remaining() + " are left");
        }
        in.position(in.position() + (int) bytes);
    }

    private static long readVarint(ByteBuffer in) {
        long value = 0;
        for (int index = 0; index < MOST_VARINT_BYTES; index++) {
            byte next = in.get();
            value |= (next & 0x7FL) << 7 * index;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number before byte " + in.position() + " does not end");
    }

    private static void writeVarint(ByteBuffer out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.put((byte) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
    }

    private static int varintSize(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }
}
