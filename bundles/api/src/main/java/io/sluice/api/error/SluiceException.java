package io.sluice.api.error;

import java.util.Objects;

/** Root of the exceptions that cross a bundle's border. Carries what a status carries: code, message, remedy. */
public abstract class SluiceException extends RuntimeException {

    private final String code;
    private final String remedy;

    protected SluiceException(String code, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** Stable code, in the manner of {@link io.sluice.api.status.Status#code()}. */
    public String code() {
        return code;
    }

    /** What the caller can do about it; may be empty. */
    public String remedy() {
        return remedy;
    }
}
