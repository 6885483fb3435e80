package io.sluice.api.message;

import java.util.Objects;

/** What records of this package demand of their components. */
final class Given {

    private Given() {}

    /** No component is null: what is absent is an empty Optional. */
    static void all(Object... components) {
        for (Object component : components) {
            Objects.requireNonNull(component, "a component of a message is null");
        }
    }
}
