package io.sluice.rtsp.sdp;

/** Addresses of control attributes, RFC 2326 section C.1.1, as servers mean them. */
public final class ControlUrl {

    private ControlUrl() {}

    /**
     * The address that a control attribute names. Not by the rules for relative URIs, which would drop the base's last
     * segment: servers expect the attribute appended to the base with one slash between, query or not.
     *
     * @param base Content-Base, Content-Location or the request's own address
     * @param control absolute, relative, {@code *} or empty, the last two for the base itself
     */
    public static String resolve(String base, String control) {
        if (control.isEmpty() || control.equals("*")) {
            return base;
        }
        if (control.regionMatches(true, 0, "rtsp://", 0, 7)) {
            return control;
        }
        String plain = control.startsWith("/") && base.endsWith("/") ? control.substring(1) : control;
        return base.endsWith("/") || plain.startsWith("/") ? base + plain : base + "/" + plain;
    }
}
