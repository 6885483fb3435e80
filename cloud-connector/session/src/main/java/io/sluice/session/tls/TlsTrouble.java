package io.sluice.session.tls;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/**
 * Why two nodes do not trust each other, with what an operator can do.
 *
 * @param code of a status
 * @param details what the texts of the code name
 */
public record TlsTrouble(String code, String message, String remedy, Map<String, String> details) {

    private static final int LONGEST_CHAIN = 20;

    /** What is wrong with the certificates of either end; empty when the failure is about something else. */
    public static Optional<TlsTrouble> of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            if (cause instanceof CertificateFault fault) {
                return Optional.of(fault.trouble());
            }
            if (cause instanceof TlsFatalAlertReceived alert) {
                return told(alert.getAlertDescription());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** What the other end said of this one's certificate (RFC 8446, 6.2). */
    private static Optional<TlsTrouble> told(short alert) {
        return switch (alert) {
            case 44 -> own("certificate.own.revoked", "This node's certificate is revoked, says the other node.",
                    "Get a new certificate for this node.");
            case 45 -> own("certificate.own.expired", "This node's certificate has expired, says the other node.",
                    "Get a new certificate for this node, and check the clocks of both.");
            case 48 -> own("certificate.own.foreign", "The other node does not trust the authority of this node's certificate.",
                    "Check which authority the other node trusts.");
            case 116 -> own("certificate.own.missing", "The other node asks for a certificate, and this one showed none.",
                    "Set certificate and key of the link.");
            case 42, 43, 46 -> own("certificate.own.refused", "The other node refuses this node's certificate.",
                    "The other node's status says why.");
            default -> Optional.empty();
        };
    }

    private static Optional<TlsTrouble> own(String code, String message, String remedy) {
        return Optional.of(new TlsTrouble(code, message, remedy, Map.of()));
    }
}
