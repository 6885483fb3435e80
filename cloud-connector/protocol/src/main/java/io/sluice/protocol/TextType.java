package io.sluice.protocol;

import java.io.IOException;

/** A string, with the length in UTF-8 that the tables give. */
final class TextType implements Type<String> {

    static final TextType ANY = new TextType(0, Integer.MAX_VALUE);
    /** DeviceID of every table. */
    static final TextType DEVICE_ID = new TextType(20, 20);

    private final int least;
    private final int most;

    private TextType(int least, int most) {
        this.least = least;
        this.most = most;
    }

    static TextType atMost(int bytes) {
        return new TextType(0, bytes);
    }

    @Override
    public String read(Reader in) throws IOException {
        String text = in.text();
        int bytes = in.bytes(text);
        if (bytes < least || bytes > most) {
            throw in.fail(Fault.LENGTH, expected(), found(text, bytes));
        }
        return text;
    }

    @Override
    public void write(Writer out, String text) throws IOException {
        int bytes = out.bytes(text);
        if (bytes < least || bytes > most) {
            throw out.fail(Fault.LENGTH, expected(), found(text, bytes));
        }
        out.generator().writeString(text);
    }

    private String expected() {
        return (least == most ? "" : "at most ") + most + " bytes";
    }

    private static String found(String text, int bytes) {
        return bytes + " in " + Snippet.quoted(text);
    }
}
