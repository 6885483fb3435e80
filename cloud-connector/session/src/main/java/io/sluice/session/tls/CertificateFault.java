package io.sluice.session.tls;

import java.security.cert.CertificateException;
import java.util.Map;

/** A certificate that the other end showed is refused here. Its message says which and why. */
public final class CertificateFault extends CertificateException {

    private static final long serialVersionUID = 1;

    /** Why; the alert is what the other end is told (RFC 8446, 6.2). */
    enum Kind {
        REVOKED("certificate.revoked", 44, "Give the other node a new certificate, if it may be trusted again."),
        EXPIRED("certificate.expired", 45, "Give the other node a new certificate, and check the clocks of both."),
        EARLY("certificate.early", 42, "Check the clocks of both nodes."),
        FOREIGN("certificate.foreign", 48, "Check which authority signed it, and which one is trusted here."),
        OTHER_NAME("certificate.other_name", 42, "Use the name that is in the certificate, or have it made for this address."),
        LIST_MISSING("certificate.list_missing", 46, "Name a list of this authority's revoked certificates."),
        LIST_EXPIRED("certificate.list_expired", 46, "Fetch the newest list of revoked certificates."),
        LIST_WRONG("certificate.list_wrong", 46, "Put the list that the authority gave out in its place.");

        final String code;
        final short alert;
        final String remedy;

        Kind(String code, int alert, String remedy) {
            this.code = code;
            this.alert = (short) alert;
            this.remedy = remedy;
        }
    }

    private final transient Kind kind;
    private final transient Map<String, String> details;

    CertificateFault(Kind kind, String message, Map<String, String> details) {
        super(message);
        this.kind = kind;
        this.details = Map.copyOf(details);
    }

    short alert() {
        return kind.alert;
    }

    /** As a status is made of. */
    public TlsTrouble trouble() {
        return new TlsTrouble(kind.code, getMessage(), kind.remedy, details);
    }
}
