package io.sluice.session.tls;

import io.sluice.session.tls.CertificateFault.Kind;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks certificates up in lists of revoked ones (RFC 5280, 6.3). Where lists are given, each certificate below an authority
 * has to be covered by one that is current: who cannot be looked up is refused. Only full lists, given out by the authority
 * itself, are taken. Immutable.
 */
final class Revocation {

    /** Bit of the key usage that lets an authority sign lists. */
    private static final int CRL_SIGN = 6;

    private final List<X509CRL> lists;
    private final List<X509Certificate> authorities;

    Revocation(List<X509CRL> lists, List<X509Certificate> authorities) {
        this.lists = List.copyOf(lists);
        this.authorities = List.copyOf(authorities);
    }

    /** @param chain as shown and found right but for this, the own certificate of who shows it first */
    void check(X509Certificate[] chain) throws CertificateFault {
        if (lists.isEmpty()) {
            return;
        }
        for (X509Certificate one : chain) {
            if (authorities.contains(one)) {
                return;
            }
            check(one, issuers(one, chain));
        }
    }

    private void check(X509Certificate one, List<X509Certificate> issuers) throws CertificateFault {
        Map<String, String> details = new HashMap<>(CertificateNames.of(one));
        Optional<X509CRL> newest = newest(one, issuers);
        if (newest.isEmpty()) {
            throw new CertificateFault(Kind.LIST_MISSING, "The certificate of " + details.get("subject")
                    + " is refused: there is no list of what " + details.get("issuer") + " revoked.", details);
        }
        X509CRL list = newest.get();
        Instant now = Instant.now();
        if (list.getNextUpdate() == null || list.getNextUpdate().toInstant().isBefore(now)
                || list.getThisUpdate().toInstant().isAfter(now)) {
            details.put("since", list.getNextUpdate() == null ? "-" : list.getNextUpdate().toInstant().toString());
            throw new CertificateFault(Kind.LIST_EXPIRED, "The certificate of " + details.get("subject")
                    + " is refused: the list of what " + details.get("issuer") + " revoked is out of date since "
                    + details.get("since") + ".", details);
        }
        X509CRLEntry entry = list.getRevokedCertificate(one);
        if (entry != null) {
            details.put("since", entry.getRevocationDate().toInstant().toString());
            throw new CertificateFault(Kind.REVOKED, "The certificate of " + details.get("subject") + " (number "
                    + details.get("number") + ") was revoked by " + details.get("issuer") + " on " + details.get("since") + ".",
                    details);
        }
    }

    private Optional<X509CRL> newest(X509Certificate one, List<X509Certificate> issuers) {
        return lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(one.getIssuerX500Principal()))
                .filter(list -> issuers.stream().anyMatch(issuer -> signed(list, issuer)))
                .max((a, b) -> a.getThisUpdate().compareTo(b.getThisUpdate()));
    }

    private List<X509Certificate> issuers(X509Certificate one, X509Certificate[] chain) {
        List<X509Certificate> found = new ArrayList<>(authorities);
        found.addAll(List.of(chain));
        found.removeIf(issuer -> !issuer.getSubjectX500Principal().equals(one.getIssuerX500Principal()) || !signed(one, issuer));
        return found;
    }

    private static boolean signed(X509Certificate one, X509Certificate issuer) {
        try {
            one.verify(issuer.getPublicKey(), TlsProviders.CRYPTO);
            return true;
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    private static boolean signed(X509CRL list, X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey(), TlsProviders.CRYPTO);
            return true;
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    /** Why a list cannot be used; empty when it can. */
    static Optional<String> unfit(Collection<X509CRL> lists) {
        return lists.stream()
                .filter(list -> !Optional.ofNullable(list.getCriticalExtensionOIDs()).orElse(Set.of()).isEmpty())
                .findFirst()
                .map(list -> "The list of " + CertificateNames.plain(list.getIssuerX500Principal())
                        + " holds only some of what is revoked; a full list is needed.");
    }
}
