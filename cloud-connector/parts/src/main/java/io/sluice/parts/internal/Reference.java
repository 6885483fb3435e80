package io.sluice.parts.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a result has instead of a part: the member {@code Reference} of what describes the part.
 *
 * @param digest of the bytes as they are kept and travel
 * @param size of these
 * @param contentSize of the part itself
 * @param packed whether they are compressed, before they were encrypted
 * @param sealing how they are encrypted
 */
record Reference(String digest, long size, int contentSize, boolean packed, Optional<Sealing> sealing) {

    static final String MEMBER = "Reference";

    private static final int MOST_KEYS = 256;

    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder().put("Digest", digest).put("Size", size).put("ContentSize", contentSize);
        if (packed) {
            json.put("Encoding", Packing.DEFLATE);
        }
        sealing.ifPresent(seal -> json.put("Cipher", JsonObject.builder()
                .put("Name", seal.suite().wire())
                .put("Keys", new JsonArray(seal.envelopes().stream().map(Reference::json).map(JsonValue.class::cast).toList()))
                .build()));
        return json.build();
    }

    private static JsonObject json(Sealing.Envelope envelope) {
        return JsonObject.builder().put("DeviceID", envelope.device()).put("PublicKey", envelope.publicKey())
                .put("Key", envelope.key()).build();
    }

    /** @throws InvalidInputException when it is none */
    static Reference read(JsonValue value) {
        JsonObject json = object(value, MEMBER);
        String digest = text(json, "Digest");
        if (!Digests.fits(digest)) {
            throw wrong("Digest is no SHA-256 in hexadecimal");
        }
        Optional<String> encoding = json.text("Encoding");
        if (json.get("Encoding").isPresent() && !encoding.equals(Optional.of(Packing.DEFLATE))) {
            throw wrong("Encoding is none that this node knows");
        }
        long size = number(json, "Size", Long.MAX_VALUE);
        if (size == 0) {
            throw wrong("Size is 0");
        }
        return new Reference(digest, size, (int) number(json, "ContentSize", Integer.MAX_VALUE - 8),
                encoding.isPresent(), json.get("Cipher").map(Reference::sealing));
    }

    private static Sealing sealing(JsonValue value) {
        JsonObject json = object(value, "Cipher");
        if (!(json.get("Keys").orElse(null) instanceof JsonArray keys) || keys.values().size() > MOST_KEYS) {
            throw wrong("Keys is no list of at most " + MOST_KEYS);
        }
        List<Sealing.Envelope> envelopes = new ArrayList<>();
        for (JsonValue key : keys.values()) {
            JsonObject envelope = object(key, "Keys");
            envelopes.add(new Sealing.Envelope(text(envelope, "DeviceID"), text(envelope, "PublicKey"), text(envelope, "Key")));
        }
        return new Sealing(Suite.of(text(json, "Name")), envelopes);
    }

    private static JsonObject object(JsonValue value, String name) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrong(name + " is no object");
    }

    private static String text(JsonObject json, String name) {
        return json.text(name).orElseThrow(() -> wrong(name + " is no text"));
    }

    private static long number(JsonObject json, String name, long most) {
        if (json.get(name).orElse(null) instanceof JsonNumber number && number.literal().matches("\\d{1,18}")) {
            long value = Long.parseLong(number.literal());
            if (value <= most) {
                return value;
            }
        }
        throw wrong(name + " is no size");
    }

    private static InvalidInputException wrong(String what) {
        return new InvalidInputException("parts.reference.wrong", MEMBER, "The reference to a part is wrong: " + what + ".",
                "See what the sender made of it.");
    }
}
