package io.sluice.launcher;

/** Says in one line why something was thrown. */
final class Causes {

    private Causes() {}

    /** The innermost message, or the type where there is none. */
    static String of(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String type = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? type : type + ": " + message.replaceAll("\\s+", " ").trim();
    }
}
