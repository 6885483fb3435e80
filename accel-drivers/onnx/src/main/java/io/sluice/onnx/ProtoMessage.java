package io.sluice.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A protocol buffer message taken apart without its schema, edited by field number and put together again. What is not
 * touched comes out byte for byte as it went in. Payloads are views of the parsed memory, so a message is usable only
 * as long as that memory is, and the memory must not change. Messages within are edited in place. Not thread-safe.
 *
 * <p>A field of which the schema knows one may not come twice: readers differ in which they take.
 */
public final class ProtoMessage {

    /** Numbers listed in one field; tensors' data are not read as lists of numbers. */
    private static final int MOST_NUMBERS = 1 << 20;
    /** Texts that are asked for are names; a longer one would only fill the heap. */
    private static final int MOST_TEXT_BYTES = 1 << 16;

    private final List<ProtoField> fields = new ArrayList<>();
    private final ProtoBudget budget;
    private boolean edited;

    /** A message without fields. */
    public ProtoMessage() {
        this(ProtoBudget.of(OnnxLimits.DEFAULT));
        edited = true;
    }

    private ProtoMessage(ProtoBudget budget) {
        this.budget = budget;
    }

    /** @throws OnnxException when the bytes are no protocol buffer message */
    public static ProtoMessage parse(ByteBuffer bytes) {
        return parse(bytes, OnnxLimits.DEFAULT);
    }

    /** @throws OnnxException when the bytes are no protocol buffer message, or one beyond the limits */
    public static ProtoMessage parse(ByteBuffer bytes, OnnxLimits limits) {
        if (bytes.remaining() > limits.bytes()) {
            throw OnnxException.tooLarge("it has " + bytes.remaining() + " bytes");
        }
        return read(bytes.slice(), ProtoBudget.of(limits));
    }

    static ProtoMessage read(ByteBuffer source, ProtoBudget budget) {
        ProtoMessage message = new ProtoMessage(budget);
        ByteBuffer in = source.duplicate();
        while (in.hasRemaining()) {
            int at = in.position();
            long tag = Wire.readVarint(in);
            int number = (int) (tag >>> 3);
            if (number == 0 || tag >>> 32 != 0) {
                throw OnnxException.malformed("no field begins at byte " + at);
            }
            budget.takeField();
            int wireType = (int) tag & 7;
            int payload = Wire.skipPayload(in, wireType);
            message.fields.add(new ProtoField(number, wireType, source, at, payload, in.position()));
        }
        return message;
    }

    public ProtoMessage add(int number, long value) {
        ByteBuffer payload = ByteBuffer.allocate(Wire.MOST_VARINT_BYTES);
        Wire.writeVarint(payload, value);
        return add(ProtoField.made(number, Wire.VARINT, payload.flip()));
    }

    public ProtoMessage add(int number, float value) {
        ByteBuffer payload = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        return add(ProtoField.made(number, Wire.FIXED32, payload.flip()));
    }

    public ProtoMessage add(int number, String value) {
        return add(number, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The message added is edited in place from then on. */
    public ProtoMessage add(int number, ProtoMessage value) {
        return add(ProtoField.made(number, value));
    }

    public ProtoMessage add(int number, ByteBuffer payload) {
        return add(ProtoField.made(number, Wire.LENGTH_DELIMITED, payload));
    }

    /** Takes away every field of a number. */
    public ProtoMessage remove(int number) {
        edited |= fields.removeIf(field -> field.number() == number);
        return this;
    }

    /** Keeps of the messages of a number those that are asked for. */
    public ProtoMessage retain(int number, Predicate<ProtoMessage> wanted) {
        edited |= fields.removeIf(field -> field.is(number, Wire.LENGTH_DELIMITED)
                && !wanted.test(field.message(budget)));
        return this;
    }

    /** Puts messages in place of all of a number. */
    public ProtoMessage replace(int number, Collection<ProtoMessage> values) {
        remove(number);
        values.forEach(value -> add(number, value));
        return this;
    }

    /** Every length-delimited field of a number, in order. */
    public List<ByteBuffer> all(int number) {
        return fields.stream()
                .filter(field -> field.is(number, Wire.LENGTH_DELIMITED))
                .map(ProtoField::payload)
                .toList();
    }

    /** Every message of a number, in order. */
    public List<ProtoMessage> messages(int number) {
        List<ProtoMessage> found = new ArrayList<>();
        for (ProtoField field : fields) {
            if (field.is(number, Wire.LENGTH_DELIMITED)) {
                found.add(field.message(budget));
            }
        }
        return found;
    }

    /** Every text of a number, in order. */
    public List<String> texts(int number) {
        return all(number).stream().map(ProtoMessage::decoded).toList();
    }

    /** The message of a number, where there is one. */
    public Optional<ProtoMessage> message(int number) {
        return single(number, Wire.LENGTH_DELIMITED).map(field -> field.message(budget));
    }

    /** The bytes of a number, where there are any. */
    public Optional<ByteBuffer> bytes(int number) {
        return single(number, Wire.LENGTH_DELIMITED).map(ProtoField::payload);
    }

    /** The text of a number; empty where there is none. */
    public String text(int number) {
        return bytes(number).map(ProtoMessage::decoded).orElse("");
    }

    /** The integer of a number, where there is one. */
    public Optional<Long> integer(int number) {
        return single(number, Wire.VARINT).map(field -> Wire.readVarint(field.payload()));
    }

    /** The single-precision number of a number, where there is one. */
    public Optional<Float> real(int number) {
        return single(number, Wire.FIXED32)
                .map(field -> field.payload().order(ByteOrder.LITTLE_ENDIAN).getFloat());
    }

    /** Every integer of a number, packed or not. */
    public long[] integers(int number) {
        int count = countIntegers(number);
        if (count > MOST_NUMBERS) {
            throw OnnxException.tooLarge("field " + number + " lists " + count + " numbers");
        }
        long[] values = new long[count];
        int index = 0;
        for (ProtoField field : fields) {
            if (field.number() == number && isNumbers(field)) {
                ByteBuffer payload = field.payload();
                while (payload.hasRemaining()) {
                    values[index++] = Wire.readVarint(payload);
                }
            }
        }
        return values;
    }

    /** How many integers a number has, packed or not. */
    public int countIntegers(int number) {
        int count = 0;
        for (ProtoField field : fields) {
            if (field.number() == number && isNumbers(field)) {
                ByteBuffer payload = field.payload();
                while (payload.hasRemaining()) {
                    Wire.readVarint(payload);
                    count++;
                }
            }
        }
        return count;
    }

    /** Bytes of all fixed-size numbers of a number, packed or not. */
    public long fixedBytes(int number) {
        return fields.stream()
                .filter(field -> field.number() == number && field.wireType() != Wire.VARINT)
                .mapToLong(field -> field.payload().remaining())
                .sum();
    }

    /** All fixed-size numbers of a number one after another, packed or not. */
    public ByteBuffer fixed(int number) {
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(fixedBytes(number))).order(ByteOrder.LITTLE_ENDIAN);
        fields.stream()
                .filter(field -> field.number() == number && field.wireType() != Wire.VARINT)
                .forEach(field -> joined.put(field.payload()));
        return joined.flip();
    }

    /** @throws OnnxException when it exceeds what one file can be */
    public int encodedSize() {
        long size = size();
        if (size > Integer.MAX_VALUE - 8) {
            throw OnnxException.tooLarge("it would have " + size + " bytes");
        }
        return (int) size;
    }

    /** Writes the message to memory with room for {@link #encodedSize()} bytes. */
    public void writeTo(ByteBuffer out) {
        fields.forEach(field -> field.writeTo(out));
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[encodedSize()];
        writeTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    long size() {
        return fields.stream().mapToLong(ProtoField::encodedSize).sum();
    }

    boolean edited() {
        return edited || fields.stream().anyMatch(ProtoField::edited);
    }

    private ProtoMessage add(ProtoField field) {
        fields.add(field);
        edited = true;
        return this;
    }

    private Optional<ProtoField> single(int number, int wireType) {
        Optional<ProtoField> found = Optional.empty();
        for (ProtoField field : fields) {
            if (field.is(number, wireType)) {
                if (found.isPresent()) {
                    throw OnnxException.malformed("field " + number + " comes twice where there may be one");
                }
                found = Optional.of(field);
            }
        }
        return found;
    }

    private static String decoded(ByteBuffer text) {
        if (text.remaining() > MOST_TEXT_BYTES) {
            throw OnnxException.tooLarge("it has a name of " + text.remaining() + " bytes");
        }
        return StandardCharsets.UTF_8.decode(text).toString();
    }

    private static boolean isNumbers(ProtoField field) {
        return field.wireType() == Wire.VARINT || field.wireType() == Wire.LENGTH_DELIMITED;
    }
}
