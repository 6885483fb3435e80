package io.sluice.onnx;

import java.nio.ByteBuffer;
import java.util.Optional;

/** One field of a message: a stretch of memory, and the message made of it once somebody looked into it. */
final class ProtoField {

    private final int number;
    private final int wireType;
    private final ByteBuffer source;
    private final int start;
    private final int payloadStart;
    private final int end;
    private ProtoMessage child;

    /**
     * @param source not changed; begins with the tag at {@code start} if the field was read, and with the payload if it
     *     was made
     */
    ProtoField(int number, int wireType, ByteBuffer source, int start, int payloadStart, int end) {
        this.number = number;
        this.wireType = wireType;
        this.source = source;
        this.start = start;
        this.payloadStart = payloadStart;
        this.end = end;
    }

    static ProtoField made(int number, int wireType, ByteBuffer payload) {
        return new ProtoField(number, wireType, payload.slice(), 0, 0, payload.remaining());
    }

    static ProtoField made(int number, ProtoMessage child) {
        ProtoField field = made(number, Wire.LENGTH_DELIMITED, ByteBuffer.allocate(0));
        field.child = child;
        return field;
    }

    int number() {
        return number;
    }

    int wireType() {
        return wireType;
    }

    boolean is(int wantedNumber, int wantedType) {
        return number == wantedNumber && wireType == wantedType;
    }

    ByteBuffer payload() {
        return child == null
                ? source.slice(payloadStart, end - payloadStart)
                : ByteBuffer.wrap(child.toBytes());
    }

    /** The message within, read at the first call and edited in place from then on. */
    ProtoMessage message(ProtoBudget budget) {
        if (child == null) {
            child = ProtoMessage.read(source.slice(payloadStart, end - payloadStart), budget.deeper());
        }
        return child;
    }

    boolean edited() {
        return start == payloadStart || child != null && child.edited();
    }

    long encodedSize() {
        if (!edited()) {
            return (long) end - start;
        }
        long length = length();
        long size = Wire.varintSize(Wire.tag(number, wireType)) + length;
        return wireType == Wire.LENGTH_DELIMITED ? size + Wire.varintSize(length) : size;
    }

    void writeTo(ByteBuffer out) {
        if (!edited()) {
            out.put(source.slice(start, end - start));
            return;
        }
        Wire.writeVarint(out, Wire.tag(number, wireType));
        if (wireType == Wire.LENGTH_DELIMITED) {
            Wire.writeVarint(out, length());
        }
        Optional.ofNullable(child).ifPresentOrElse(
                message -> message.writeTo(out), () -> out.put(source.slice(payloadStart, end - payloadStart)));
    }

    private long length() {
        return child == null ? end - payloadStart : child.size();
    }
}
