package io.sluice.protocol;

/** Cuts what a reply says to the length of its field {@code Message}: whole characters, and sound ones. */
public final class Reasons {

    private static final int COMMAND_BYTES = 512;
    private static final int REQUEST_BYTES = 128;

    private Reasons() {}

    /** For the reply to a command (table 21), and wherever no table has the field. */
    public static String ofCommand(String text) {
        return Utf8.fit(text, COMMAND_BYTES);
    }

    /** For the reply to a request for a task (table 18). */
    public static String ofRequest(String text) {
        return Utf8.fit(text, REQUEST_BYTES);
    }
}
