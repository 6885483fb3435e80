package io.sluice.accel.contained.internal.wire;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statuses of a driver in a frame: all there are, each time. A driver that has too many, or tells novels, is cut short. */
public final class StatusFrames {

    private static final int MOST_STATUSES = 32;
    private static final int MOST_DETAILS = 8;
    private static final int MOST_CHARACTERS = 600;
    /** Subject, code, message, remedy and details, in the longest form of UTF-8. */
    private static final int LONGEST = (5 + 2 * MOST_DETAILS) * (2 + 3 * MOST_CHARACTERS) + 16;

    private StatusFrames() {}

    public static void put(ByteBuffer frame, List<Status> statuses) {
        int count = frame.position();
        frame.put((byte) 0);
        byte written = 0;
        for (Status status : statuses) {
            if (written == MOST_STATUSES || frame.remaining() < LONGEST) {
                break;
            }
            put(frame, status);
            written++;
        }
        frame.put(count, written);
    }

    private static void put(ByteBuffer frame, Status status) {
        text(frame, status.subject().kind());
        text(frame, status.subject().id());
        frame.put((byte) status.health().ordinal()).putLong(status.since().toEpochMilli());
        text(frame, status.code());
        text(frame, status.message());
        text(frame, status.remedy());
        List<Map.Entry<String, String>> details = List.copyOf(status.details().entrySet());
        List<Map.Entry<String, String>> told = details.subList(0, Math.min(MOST_DETAILS, details.size()));
        frame.put((byte) told.size());
        told.forEach(detail -> {
            text(frame, detail.getKey());
            text(frame, detail.getValue());
        });
    }

    public static List<Status> get(ByteBuffer frame) {
        List<Status> statuses = new ArrayList<>();
        for (int left = frame.get(); left > 0; left--) {
            Subject subject = new Subject(Link.getText(frame), Link.getText(frame));
            Health health = Health.values()[frame.get()];
            Instant since = Instant.ofEpochMilli(frame.getLong());
            String code = Link.getText(frame);
            String message = Link.getText(frame);
            String remedy = Link.getText(frame);
            Map<String, String> details = new LinkedHashMap<>();
            for (int detail = frame.get(); detail > 0; detail--) {
                details.put(Link.getText(frame), Link.getText(frame));
            }
            statuses.add(new Status(subject, health, code, message, remedy, details, since));
        }
        return statuses;
    }

    private static void text(ByteBuffer frame, String text) {
        Link.putText(frame, text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text);
    }
}
