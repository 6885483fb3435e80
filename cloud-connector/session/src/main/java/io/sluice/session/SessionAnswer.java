package io.sluice.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.support.json.StrictObject;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/**
 * The answer to a {@link SessionRequest}, as GA/T 1400.4 writes it, with the time stamps that compare the clocks.
 *
 * @param outcome whether it was done
 * @param reason for people
 * @param device id of who answers
 * @param arrived when the request arrived, in microseconds by the clock of who answers; 0 when not told
 * @param answered when this answer was made, likewise
 */
public record SessionAnswer(Outcome outcome, String reason, String device, long arrived, long answered) {

    private static final String OBJECT = "ResponseStatusObject";
    private static final int LONGEST = 512;
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    /** What became of it, with its code. */
    public enum Outcome {
        OK(0),
        /** Not at present; to be tried again. */
        FAILED(1),
        /** Not known here: register first. */
        NOT_REGISTERED(4),
        /** The request itself is wrong. */
        WRONG(7),
        /** Not this node: its id is in use by another. */
        DUPLICATE(9);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        static Outcome of(int code) {
            for (Outcome outcome : values()) {
                if (outcome.code == code) {
                    return outcome;
                }
            }
            return FAILED;
        }
    }

    public SessionAnswer {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(device, "device");
    }

    /** @param path that was asked for */
    public byte[] write(String path) {
        ObjectNode root = SessionJson.object();
        ObjectNode object = root.putObject(OBJECT);
        object.put("RequestURL", path);
        object.put("StatusCode", outcome.code);
        object.put("StatusString", reason.isEmpty() ? "OK" : line(reason));
        object.put("Id", device);
        object.put("LocalTime", LOCAL_TIME.format(LocalDateTime.now()));
        object.put("ArrivedMicros", arrived);
        object.put("AnsweredMicros", answered);
        return SessionJson.bytes(root);
    }

    /** @throws io.sluice.api.error.InvalidInputException with the path of what is wrong */
    public static SessionAnswer read(byte[] json) {
        StrictObject object = StrictObject.root(SessionJson.read(json)).requiredObject(OBJECT);
        return new SessionAnswer(Outcome.of(object.integer("StatusCode", 0, Integer.MAX_VALUE)),
                object.text("StatusString", LONGEST, ""), object.text("Id", 64, ""),
                SessionJson.micros(object, "ArrivedMicros"), SessionJson.micros(object, "AnsweredMicros"));
    }

    /** As a reader takes it: one line, not too long. */
    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
