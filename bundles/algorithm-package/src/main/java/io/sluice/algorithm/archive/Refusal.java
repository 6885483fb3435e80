package io.sluice.algorithm.archive;

import io.sluice.api.error.RejectedException;

/** Makes the exceptions by which packages are refused: each says which entry and what of it. */
final class Refusal {

    private static final String REMEDY =
            "Obtain the package again from its maker, or make it anew with: sluice algorithm pack.";
    private static final int SHOWN = 80;

    private Refusal() {}

    /** Of the file as a whole. */
    static RejectedException whole(String code, String what) {
        return new RejectedException(code, "The package " + what + ".", REMEDY, null);
    }

    static RejectedException entry(String code, String name, String what) {
        return new RejectedException(code, "The package's entry '" + shown(name) + "' " + what + ".", REMEDY, null);
    }

    /** A name as it can be put into a log line. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        for (int index = 0; index < Math.min(name.length(), SHOWN); index++) {
            char letter = name.charAt(index);
            shown.append(letter >= ' ' && letter < 0x7f ? String.valueOf(letter) : String.format("\\u%04x", (int) letter));
        }
        return name.length() > SHOWN ? shown + "..." : shown.toString();
    }
}
