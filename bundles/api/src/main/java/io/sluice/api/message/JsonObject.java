package io.sluice.api.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An object of JSON with its members in the order they were given. Immutable. Equal to one of the same members in any order. */
public final class JsonObject implements JsonValue {

    /** The one without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, JsonValue> members;

    private JsonObject(Map<String, JsonValue> members) {
        this.members = members;
    }

    /** @param members are copied, in the order of their iteration */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        Builder builder = builder();
        members.forEach(builder::put);
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Unmodifiable, in order. */
    public Map<String, JsonValue> members() {
        return members;
    }

    public Optional<JsonValue> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The text of a member; empty where there is none or it is no text. */
    public Optional<String> text(String name) {
        return members.get(name) instanceof JsonText value ? Optional.of(value.text()) : Optional.empty();
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return "JsonObject" + members;
    }

    /** Collects members; for one thread, and done with once it has built. */
    public static final class Builder {

        private Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {}

        /** @throws IllegalArgumentException where there is a member of that name */
        public Builder put(String name, JsonValue value) {
            if (!add(name, value)) {
                throw new IllegalArgumentException("twice in one object: " + name);
            }
            return this;
        }

        public Builder put(String name, String text) {
            return put(name, JsonValue.of(text));
        }

        public Builder put(String name, long number) {
            return put(name, JsonValue.of(number));
        }

        /** False, and nothing is changed, where there is a member of that name. */
        public boolean add(String name, JsonValue value) {
            return members.putIfAbsent(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")) == null;
        }

        public JsonObject build() {
            Map<String, JsonValue> built = members;
            members = null;
            return built.isEmpty() ? EMPTY : new JsonObject(Collections.unmodifiableMap(built));
        }
    }
}
