package io.sluice.protocol;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** A longitude or latitude: a text with decimal degrees to exactly six decimals. */
final class DegreesType implements Type<Double> {

    static final DegreesType LONGITUDE = new DegreesType(180);
    static final DegreesType LATITUDE = new DegreesType(90);

    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,3}\\.[0-9]{6}");

    private final int most;

    private DegreesType(int most) {
        this.most = most;
    }

    @Override
    public Double read(Reader in) throws IOException {
        String text = in.text();
        if (!FORM.matcher(text).matches()) {
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
        out.generator().writeString(String.format(Locale.ROOT, "%.6f", degrees));
    }

    private String expected() {
        return -most + " to " + most + " degrees";
    }
}
