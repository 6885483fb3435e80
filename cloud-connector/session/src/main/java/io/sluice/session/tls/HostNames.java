package io.sluice.session.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Whether a certificate is for the address that was called (RFC 9525): by its alternative names only. For certificates of SM2,
 * which Bouncy Castle's own check does not let pass.
 */
final class HostNames {

    private static final int DNS = 2;
    private static final int IP = 7;

    private HostNames() {}

    /** @param parameters whether the caller wants the name looked at */
    static void check(X509Certificate certificate, String host, SSLParameters parameters) throws CertificateException {
        if (parameters.getEndpointIdentificationAlgorithm() == null || parameters.getEndpointIdentificationAlgorithm().isEmpty()) {
            return;
        }
        Collection<List<?>> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        if (host == null || names.stream().noneMatch(name -> fits(name, host.toLowerCase(Locale.ROOT)))) {
            throw new CertificateException("No alternative name is " + host);
        }
    }

    /** The name it was called by, or the address where it was called by that. Nobody is asked for names. */
    static String called(SSLSocket socket) {
        String host = socket.getHandshakeSession().getPeerHost();
        if (host != null && !host.isEmpty()) {
            return host;
        }
        String both = socket.getInetAddress().toString();
        String name = both.substring(0, both.indexOf('/'));
        return name.isEmpty() ? socket.getInetAddress().getHostAddress() : name;
    }

    private static boolean fits(List<?> name, String host) {
        String given = name.get(1).toString().toLowerCase(Locale.ROOT);
        if (name.get(0).equals(IP)) {
            return given.equals(host);
        }
        int dot = host.indexOf('.');
        boolean address = host.matches("[0-9.]+|.*:.*");
        return name.get(0).equals(DNS) && !address
                && (given.equals(host) || given.startsWith("*.") && dot > 0 && given.substring(1).equals(host.substring(dot)));
    }
}
