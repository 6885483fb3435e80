package io.sluice.broker.internal.psk;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first packet of a client of MQTT 3.1.1 or 5, and how to make it say another user and password. */
final class ConnectPacket {

    /** Wills are small on small devices. */
    static final int LONGEST = 16 * 1024;

    private static final int CONNECT = 0x10;
    private static final int USER = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL = 0x04;
    private static final int MQTT_5 = 5;

    private ConnectPacket() {}

    /**
     * @param bytes from the beginning of the connection
     * @return the packet and whatever follows it, with user and password in place of those given; empty when it is not complete
     * @throws IOException when it is no such packet, or names another user
     */
    static Optional<byte[]> as(String user, String password, ByteBuffer bytes) throws IOException {
        if (bytes.remaining() < 2) {
            return Optional.empty();
        }
        if ((bytes.get(bytes.position()) & 0xff) != CONNECT) {
            throw new IOException("it does not begin with CONNECT");
        }
        ByteBuffer packet = bytes.duplicate();
        packet.get();
        Optional<Integer> length = variable(packet);
        if (length.isEmpty() || packet.remaining() < length.get()) {
            return Optional.empty();
        }
        ByteBuffer body = packet.slice(packet.position(), length.get());
        ByteBuffer rest = packet.position(packet.position() + length.get());
        try {
            return Optional.of(with(user, password, body, rest));
        } catch (BufferUnderflowException | IllegalArgumentException cut) {
            throw new IOException("its CONNECT is damaged", cut);
        }
    }

    private static byte[] with(String user, String password, ByteBuffer body, ByteBuffer rest) throws IOException {
        text(body);
        int level = body.get();
        int at = body.position();
        int flags = body.get() & 0xff;
        body.getShort();
        if (level == MQTT_5) {
            skipProperties(body);
        }
        text(body);
        if ((flags & WILL) != 0) {
            if (level == MQTT_5) {
                skipProperties(body);
            }
            text(body);
            text(body);
        }
        int payload = body.position();
        if ((flags & USER) != 0 && !text(body).equals(user)) {
            throw new IOException("it says another user than its identity is bound to");
        }
        if ((flags & PASSWORD) != 0) {
            text(body);
        }
        if (body.hasRemaining()) {
            throw new IOException("its CONNECT is damaged");
        }
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] word = password.getBytes(StandardCharsets.UTF_8);
        int length = payload + 2 + name.length + 2 + word.length;
        ByteBuffer made = ByteBuffer.allocate(5 + length + rest.remaining());
        made.put((byte) CONNECT);
        int left = length;
        do {
            made.put((byte) (left > 0x7f ? left & 0x7f | 0x80 : left));
            left >>>= 7;
        } while (left > 0);
        made.put(body.slice(0, payload));
        made.put(made.position() - payload + at, (byte) (flags | USER | PASSWORD));
        made.putShort((short) name.length).put(name).putShort((short) word.length).put(word).put(rest);
        byte[] bytes = new byte[made.flip().remaining()];
        made.get(bytes);
        return bytes;
    }

    private static void skipProperties(ByteBuffer body) throws IOException {
        int length = variable(body).orElseThrow(() -> new IOException("its CONNECT is damaged"));
        body.position(body.position() + length);
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.getShort() & 0xffff];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A number of one to four bytes; empty when it is not complete. */
    private static Optional<Integer> variable(ByteBuffer from) throws IOException {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            if (!from.hasRemaining()) {
                return Optional.empty();
            }
            int one = from.get();
            value |= (one & 0x7f) << shift;
            if ((one & 0x80) == 0) {
                if (value > LONGEST) {
                    throw new IOException("its CONNECT is too long");
                }
                return Optional.of(value);
            }
        }
        throw new IOException("its CONNECT is damaged");
    }
}
