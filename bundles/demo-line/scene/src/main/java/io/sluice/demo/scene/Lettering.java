package io.sluice.demo.scene;

/** Letters as boards and parts are printed with: capitals and digits of 5 by 7 dots. */
final class Lettering {

    private static final String SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.+";

    /** Five columns a sign, two hexadecimal digits each; bit 0 is the top dot. */
    private static final String COLUMNS = "3E5149453E" + "00427F4000" + "4261514946" + "2141454B31" + "1814127F10"
            + "2745454539" + "3C4A494930" + "0171090503" + "3649494936" + "064949291E" + "7E1111117E" + "7F49494936"
            + "3E41414122" + "7F4141221C" + "7F49494941" + "7F09090901" + "3E4149497A" + "7F0808087F" + "00417F4100"
            + "2040413F01" + "7F08142241" + "7F40404040" + "7F020C027F" + "7F0408107F" + "3E4141413E" + "7F09090906"
            + "3E4151215E" + "7F09192946" + "4649494931" + "01017F0101" + "3F4040403F" + "1F2040201F" + "3F4038403F"
            + "6314081463" + "0708700807" + "6151494543" + "0808080808" + "0060600000" + "08083E0808";

    private static final int COLUMNS_A_SIGN = 6;
    private static final int ROWS = 7;

    private Lettering() {}

    /** Writes about the place's (0, 0); blanks and unknown signs leave a gap. */
    static void write(Canvas canvas, Placement place, String text, double dot, Paint ink, double opacity) {
        Shape spot = Shape.rectangle(dot * 1.12, dot * 1.12, dot * 0.25);
        double left = -(text.length() * COLUMNS_A_SIGN - 1) * dot / 2;
        for (int i = 0; i < text.length(); i++) {
            int sign = SIGNS.indexOf(text.charAt(i));
            for (int column = 0; sign >= 0 && column < 5; column++) {
                int at = (sign * 5 + column) * 2;
                int bits = Integer.parseInt(COLUMNS, at, at + 2, 16);
                for (int row = 0; row < ROWS; row++) {
                    if ((bits >> row & 1) != 0) {
                        double u = left + (i * COLUMNS_A_SIGN + column + 0.5) * dot;
                        double v = (row + 0.5 - ROWS / 2.0) * dot;
                        canvas.fill(place.then(u, v, 0), spot, ink, opacity, 0.6);
                    }
                }
            }
        }
    }
}
