package io.sluice.status.internal;

/** What lies at the bottom of an error, in one line. */
final class Causes {

    private Causes() {}

    static String of(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return ofText(root.getMessage() == null ? root.getClass().getName() : root.getMessage());
    }

    /** From the text of a stack trace: its last cause, or its first line. */
    static String ofTrace(String trace) {
        String cause = "";
        for (String line : trace.split("\n")) {
            if (cause.isEmpty() || line.startsWith("Caused by: ")) {
                cause = line.replaceFirst("^Caused by: ", "");
            }
        }
        return ofText(cause.replaceFirst("^[\\w.$]+(Exception|Error): ", ""));
    }

    private static String ofText(String text) {
        return text.strip().replaceFirst("\\.$", "");
    }
}
