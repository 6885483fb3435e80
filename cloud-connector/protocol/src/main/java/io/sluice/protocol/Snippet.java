package io.sluice.protocol;

/** The beginning of what a peer sent, fit for a log, a page and a reply. */
final class Snippet {

    private static final int LENGTH = 40;

    private Snippet() {}

    static String quoted(String text) {
        return '"' + of(text, LENGTH) + '"';
    }

    /** Characters that do not show, and those that would turn the text around, become question marks. */
    static String of(String text, int length) {
        StringBuilder shown = new StringBuilder();
        int points = 0;
        for (int at = 0; at < text.length(); ) {
            if (points++ == length) {
                return shown.append("...").toString();
            }
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            shown.appendCodePoint(shows(point) ? point : '?');
        }
        return shown.toString();
    }

    private static boolean shows(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
