package io.sluice.inbox.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which keys came, by 128 bits of their digests: of all results that are kept, and of each sender's latest ones that are not kept any
 * more. A sender repeats what it has not heard an answer to, at most some dozens. Used by one thread at a time.
 */
final class Keys {

    private static final int MOST_GONE = 512;
    private static final String FILE = "keys";

    private final Path folder;
    private final Set<Key> known = new HashSet<>();
    private final Map<String, Deque<Key>> gone = new HashMap<>();
    private final MessageDigest digest;

    private record Key(long high, long low) {}

    /** @throws IOException when the file of those gone cannot be read */
    Keys(Path folder) throws IOException {
        this.folder = folder;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
            for (int senders = in.readInt(); senders > 0; senders--) {
                Deque<Key> some = gone.computeIfAbsent(in.readUTF(), none -> new ArrayDeque<>());
                for (int count = in.readInt(); count > 0; count--) {
                    Key key = new Key(in.readLong(), in.readLong());
                    some.add(key);
                    known.add(key);
                }
            }
        }
    }

    boolean knows(Item item) {
        return known.contains(key(item));
    }

    void add(Item item) {
        known.add(key(item));
    }

    /** The result goes: its key stays for a while. {@link #save} before it is deleted. */
    void went(Item item) {
        Deque<Key> some = gone.computeIfAbsent(item.sender(), none -> new ArrayDeque<>());
        some.add(key(item));
        if (some.size() > MOST_GONE) {
            known.remove(some.remove());
        }
    }

    void save() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(gone.size());
        for (Map.Entry<String, Deque<Key>> one : gone.entrySet()) {
            out.writeUTF(one.getKey());
            out.writeInt(one.getValue().size());
            for (Key key : one.getValue()) {
                out.writeLong(key.high());
                out.writeLong(key.low());
            }
        }
        Durable.write(folder.resolve(FILE), bytes.toByteArray());
    }

    private Key key(Item item) {
        byte[] name = (item.sender() + '\n' + item.key()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest(name));
        return new Key(bytes.getLong(), bytes.getLong());
    }
}
