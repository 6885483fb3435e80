package io.sluice.bench.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells apart what goes over one connection, for a {@link Tally}. Used by the two threads of the connection. */
interface Sorter {

    /**
     * @param dialled whether it comes from the side that made the connection
     * @param chunk as read at once; only its first bytes are of use
     */
    void passed(boolean dialled, byte[] chunk, int length);

    /** Of HTTP/1.1: requests by method and path, each with its answer and all headers. */
    static Sorter http(Tally tally) {
        return new Sorter() {
            private static final Pattern REQUEST = Pattern.compile("\\A([A-Z]{3,7} /\\S*) HTTP/1\\.1\r\n");
            private volatile String kind = "none";

            @Override
            public void passed(boolean dialled, byte[] chunk, int length) {
                Matcher begun = REQUEST.matcher(new String(chunk, 0, Math.min(length, 200), StandardCharsets.ISO_8859_1));
                boolean begins = dialled && begun.find();
                if (begins) {
                    kind = begun.group(1);
                }
                tally.add(kind, begins ? 1 : 0, length);
            }
        };
    }

    /** Of MQTT: packets by their type, those that carry messages by the last part of their topic. */
    static Sorter mqtt(Tally tally) {
        return new Sorter() {
            private final byte[][] rest = {new byte[0], new byte[0]};

            @Override
            public void passed(boolean dialled, byte[] chunk, int length) {
                int side = dialled ? 0 : 1;
                byte[] all = Arrays.copyOf(rest[side], rest[side].length + length);
                System.arraycopy(chunk, 0, all, rest[side].length, length);
                int begin = 0;
                for (int size = size(all, begin); size > 0 && begin + size <= all.length; size = size(all, begin)) {
                    tally.add(kind(all, begin), 1, size);
                    begin += size;
                }
                rest[side] = Arrays.copyOfRange(all, begin, all.length);
            }
        };
    }

    /** Of the packet that begins there (MQTT 5, clause 2.1.4), 0 as long as that is unknown. */
    private static int size(byte[] all, int begin) {
        int value = 0;
        for (int at = begin + 1; at < all.length; at++) {
            value |= (all[at] & 0x7f) << 7 * (at - begin - 1);
            if (all[at] >= 0) {
                return at - begin + 1 + value;
            }
        }
        return 0;
    }

    private static String kind(byte[] all, int begin) {
        int type = (all[begin] & 0xff) >> 4;
        if (type != 3) {
            return switch (type) {
                case 4 -> "PUBACK";
                case 12, 13 -> "PING";
                default -> "packet " + type;
            };
        }
        int at = begin + 1;
        while (all[at] < 0) {
            at++;
        }
        int length = (all[at + 1] & 0xff) << 8 | all[at + 2] & 0xff;
        String[] topic = new String(all, at + 3, length, StandardCharsets.UTF_8).split("/", 4);
        String path = topic[topic.length - 1];
        return "PUBLISH " + (path.startsWith("Reply/") ? "Reply" : path);
    }
}
