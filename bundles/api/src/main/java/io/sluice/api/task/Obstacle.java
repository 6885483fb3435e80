package io.sluice.api.task;

import java.util.Objects;

/**
 * Why a task cannot run on this node at present.
 *
 * @param exceptionCode one of {@link io.sluice.api.message.ExceptionCode}
 * @param code stable, as in {@link io.sluice.api.status.Status#code()}
 * @param message for people, with the numbers
 */
public record Obstacle(int exceptionCode, String code, String message) {

    public Obstacle {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
