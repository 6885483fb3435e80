package io.sluice.session.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Who a certificate is about. */
public final class CertificateNames {

    private static final int URI = 6;
    private static final int LONGEST = 200;

    private CertificateNames() {}

    /**
     * The names by which the holder can be known: common names of the subject, and the last part of each URI among the
     * alternative names ({@code urn:sluice:31010000001320000001}).
     */
    public static List<String> ids(X509Certificate certificate) {
        List<String> ids = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    ids.add(name);
                }
            }
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames()).<Collection<List<?>>>map(all -> all).orElse(List.of())) {
                if (name.get(0).equals(URI)) {
                    String uri = name.get(1).toString();
                    ids.add(uri.substring(Math.max(uri.lastIndexOf(':'), uri.lastIndexOf('/')) + 1));
                }
            }
        } catch (InvalidNameException | CertificateParsingException unreadable) {
            return List.of();
        }
        return ids;
    }

    static Map<String, String> of(X509Certificate certificate) {
        return Map.of("subject", plain(certificate.getSubjectX500Principal()), "issuer",
                plain(certificate.getIssuerX500Principal()), "number", certificate.getSerialNumber().toString(16));
    }

    /** Names come from strangers: cut short, and without what does not show. */
    static String plain(X500Principal name) {
        String text = name.getName().replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
