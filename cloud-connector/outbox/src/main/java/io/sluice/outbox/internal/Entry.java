package io.sluice.outbox.internal;

import io.sluice.api.link.Resource;
import io.sluice.api.task.Letter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A letter in its journal. On disk: length and CRC-32C of what follows, number, milliseconds, resource, length of the key, key, body;
 * all big endian. Immutable.
 *
 * @param number rises by one with each letter of a destination
 */
record Entry(long number, Resource resource, String key, Instant at, byte[] body) {

    /** Length and checksum. */
    static final int PREFIX = 8;
    private static final int HEAD = 8 + 8 + 1 + 2;
    /** A message of the protocol is smaller by far; what claims more is no entry. */
    static final int MOST_BYTES = 64 << 20;
    private static final int MOST_KEY_BYTES = 1024;

    static Entry of(long number, Letter letter) {
        return new Entry(number, letter.resource(), letter.key(), letter.at(), letter.body());
    }

    /** Whether a letter can be kept. */
    static boolean fits(Letter letter) {
        return letter.key().getBytes(StandardCharsets.UTF_8).length <= MOST_KEY_BYTES && letter.body().length <= MOST_BYTES - HEAD
                - MOST_KEY_BYTES;
    }

    ByteBuffer encode() {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(PREFIX + HEAD + name.length + body.length);
        record.position(PREFIX);
        record.putLong(number).putLong(at.toEpochMilli()).put((byte) resource.ordinal()).putShort((short) name.length).put(name)
                .put(body).flip();
        CRC32C checksum = new CRC32C();
        checksum.update(record.array(), PREFIX, record.limit() - PREFIX);
        record.putInt(0, record.limit() - PREFIX).putInt(4, (int) checksum.getValue());
        return record;
    }

    /** @param payload all after the prefix; empty where it is not what was written */
    static Optional<Entry> decode(byte[] payload, int checksum) {
        CRC32C actual = new CRC32C();
        actual.update(payload, 0, payload.length);
        if (payload.length < HEAD || (int) actual.getValue() != checksum) {
            return Optional.empty();
        }
        ByteBuffer record = ByteBuffer.wrap(payload);
        long number = record.getLong();
        Instant at = Instant.ofEpochMilli(record.getLong());
        int resource = record.get();
        byte[] name = new byte[Short.toUnsignedInt(record.getShort())];
        if (resource < 0 || resource >= Resource.values().length || name.length > record.remaining()) {
            return Optional.empty();
        }
        record.get(name);
        byte[] body = new byte[record.remaining()];
        record.get(body);
        return Optional.of(new Entry(number, Resource.values()[resource], new String(name, StandardCharsets.UTF_8), at, body));
    }
}
