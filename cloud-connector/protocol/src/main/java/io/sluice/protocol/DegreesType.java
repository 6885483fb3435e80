package io.sluice.protocol;

import java.io.IOException;

/** A longitude or latitude: a text with decimal degrees to exactly six decimals. */
final class DegreesType implements Type<Double> {

    static final DegreesType LONGITUDE = new DegreesType(180);
    static final DegreesType LATITUDE = new DegreesType(90);

    private static final int DECIMALS = 6;
    private static final long MILLION = 1_000_000;

    private final int most;

    private DegreesType(int most) {
        this.most = most;
    }

    @Override
    public Double read(Reader in) throws IOException {
        String text = in.text();
        if (!hasForm(text)) {
            throw in.fail(Fault.FORMAT, "decimal degrees with 6 decimals", Snippet.quoted(text));
        }
        double degrees = Double.parseDouble(text);
        if (Math.abs(degrees) > most) {
            throw in.fail(Fault.RANGE, expected(), text);
        }
        return degrees;
    }

    @Override
    public void write(Writer out, Double degrees) throws IOException {
        if (!(Math.abs(degrees) <= most)) {
            throw out.fail(Fault.RANGE, expected(), degrees.toString());
        }
        long millionths = Math.round(Math.abs(degrees) * MILLION);
        String fraction = Long.toString(MILLION + millionths % MILLION).substring(1);
        out.generator().writeString((degrees < 0 && millionths > 0 ? "-" : "") + millionths / MILLION + '.' + fraction);
    }

    /** A sign or none, one to three digits, a point, six digits. */
    private static boolean hasForm(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int point = text.length() - 1 - DECIMALS;
        if (point - first < 1 || point - first > 3) {
            return false;
        }
        for (int at = first; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (at == point ? unit != '.' : unit < '0' || unit > '9') {
                return false;
            }
        }
        return true;
    }

    private String expected() {
        return -most + " to " + most + " degrees";
    }
}
