package io.sluice.session.tls;

import java.util.List;

/**
 * What one end of TLS is made of, as an operator names it. Every file is read anew for new connections once it has changed.
 *
 * @param authority PEM file of the certificates to trust; empty for those that Java trusts
 * @param certificate PEM file of the own certificate and its chain; empty to show none
 * @param key PEM file of its private key, PKCS #8 and not encrypted: RSA, EC or SM2
 * @param revoked files of lists of revoked certificates (RFC 5280), PEM or DER; none to look at no list
 * @param holder id that the other end's certificate must be of ({@link CertificateNames#ids}), whatever its address; empty to go
 *     by the address
 * @param sm whether to speak the Chinese suites of RFC 8998 only
 */
public record TlsFiles(String authority, String certificate, String key, List<String> revoked, String holder, boolean sm) {

    public TlsFiles {
        revoked = List.copyOf(revoked);
    }

    public TlsFiles(String authority, String certificate, String key) {
        this(authority, certificate, key, List.of(), "", false);
    }

    /** The same for calls to one node, which is known by its id instead of its address. */
    public TlsFiles of(String node) {
        return new TlsFiles(authority, certificate, key, revoked, node, sm);
    }

    /** False where everything is left to Java. */
    public boolean isGiven() {
        return !(authority + certificate + key).isEmpty() || !revoked.isEmpty() || sm;
    }
}
