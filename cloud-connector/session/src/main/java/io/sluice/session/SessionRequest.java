package io.sluice.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.support.json.StrictObject;
import java.util.Objects;

/**
 * Registration, keepalive or sign-off, as GA/T 1400.4 writes them, with members of ours that an older peer leaves out.
 *
 * @param device id of who asks
 * @param instance tells two nodes apart that claim the same id; empty when not told
 * @param scheme by which who asks takes commands: {@code http}, {@code https}, or empty for none
 * @param port TCP port for commands, 0 for none; the address is the one the request comes from
 * @param sent when it was sent, in microseconds; 0 when not told
 */
public record SessionRequest(Kind kind, String device, String instance, String scheme, int port, long sent) {

    /** What is asked. */
    public enum Kind {
        REGISTER("Register"),
        KEEPALIVE("Keepalive"),
        SIGN_OFF("UnRegister");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String path() {
            return "/System/" + word;
        }

        String object() {
            return word + "Object";
        }
    }

    public SessionRequest {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(scheme, "scheme");
    }

    public byte[] write() {
        ObjectNode root = SessionJson.object();
        ObjectNode object = root.putObject(kind.object());
        object.put("DeviceID", device);
        if (!instance.isEmpty()) {
            object.put("Instance", instance);
        }
        if (port > 0) {
            object.put("Scheme", scheme);
            object.put("Port", port);
        }
        object.put("SentMicros", sent);
        return SessionJson.bytes(root);
    }

    /** @throws io.sluice.api.error.InvalidInputException with the path of what is wrong */
    public static SessionRequest read(Kind kind, byte[] json) {
        StrictObject object = StrictObject.root(SessionJson.read(json)).requiredObject(kind.object());
        String device = DeviceIds.check(object.text("DeviceID", 20), object.pathOf("DeviceID"));
        String scheme = object.text("Scheme", 5, "");
        if (!scheme.isEmpty() && !scheme.equals("http") && !scheme.equals("https")) {
            throw object.invalid("Scheme", "must be http or https");
        }
        return new SessionRequest(kind, device, object.text("Instance", 64, ""), scheme,
                object.integer("Port", 0, 65535, 0), SessionJson.micros(object, "SentMicros"));
    }
}
