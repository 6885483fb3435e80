package io.sluice.inbox.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A result as it came.
 *
 * @param id counts them, from 1
 * @param ts what the result is about, in milliseconds since 1970 UTC
 * @param body the task_result, JSON in UTF-8; empty where only the head was read
 */
record Item(long id, Instant came, String sender, String key, String task, long ts, byte[] body) {

    Item numbered(long number) {
        return new Item(number, came, sender, key, task, ts, body);
    }

    byte[] head() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(id);
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, came));
            out.writeLong(ts);
            out.writeUTF(sender);
            out.writeUTF(key);
            out.writeUTF(task);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is no head */
    static Item read(InputStream head, byte[] body) throws IOException {
        DataInputStream in = new DataInputStream(head);
        long id = in.readLong();
        Instant came = Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
        long ts = in.readLong();
        return new Item(id, came, in.readUTF(), in.readUTF(), in.readUTF(), ts, body);
    }
}
