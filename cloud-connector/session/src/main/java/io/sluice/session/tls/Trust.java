package io.sluice.session.tls;

import io.sluice.api.error.InvalidInputException;
import io.sluice.session.tls.CertificateFault.Kind;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * Judges what the other end shows: by Bouncy Castle's manager, and by the lists of revoked certificates. Whatever is refused is
 * told here with the reason, and there with the alert that fits. Immutable.
 */
final class Trust extends X509ExtendedTrustManager {

    private interface Question {
        void ask() throws CertificateException;
    }

    private final X509ExtendedTrustManager manager;
    private final Revocation revocation;
    private final Consumer<CertificateFault> refused;
    private final TlsFiles files;

    private Trust(
            X509ExtendedTrustManager manager, Revocation revocation, Consumer<CertificateFault> refused, TlsFiles files) {
        this.files = files;
        this.manager = manager;
        this.revocation = revocation;
        this.refused = refused;
    }

    /** @throws InvalidInputException with the field that is wrong */
    static Trust of(TlsFiles files, Consumer<CertificateFault> refused) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", TlsProviders.TLS);
        if (files.authority().isEmpty()) {
            factory.init((KeyStore) null);
        } else {
            Set<TrustAnchor> anchors = PemFiles.certificates("tls.authority", files.authority()).stream()
                    .map(one -> new TrustAnchor(one, null))
                    .collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            factory.init(new CertPathTrustManagerParameters(parameters));
        }
        X509ExtendedTrustManager manager = Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
        List<X509CRL> lists = PemFiles.revoked(files.revoked());
        Revocation.unfit(lists).ifPresent(reason -> {
            throw new InvalidInputException("link.config.wrong", "tls.revoked", reason, "Name a full list.");
        });
        return new Trust(manager, new Revocation(lists, List.of(manager.getAcceptedIssuers())), refused, files);
    }

    /**
     * Whether somebody who is connected would be let in again.
     *
     * @throws CertificateFault when not
     */
    void again(X509Certificate[] chain) throws CertificateFault {
        for (X509Certificate one : chain) {
            inTime(one);
        }
        revocation.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain, () -> manager.checkClientTrusted(chain, type), files.sm() ? () -> { } : () -> manager.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(chain, () -> manager.checkClientTrusted(chain, type), files.sm() ? () -> { } : () -> manager.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(chain, () -> manager.checkClientTrusted(chain, type), () -> { });
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain, () -> manager.checkServerTrusted(chain, type), !files.holder().isEmpty() ? () -> held(chain[0]) : files.sm()
                ? () -> HostNames.check(chain[0], engine.getPeerHost(), engine.getSSLParameters())
                : () -> manager.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(chain, () -> manager.checkServerTrusted(chain, type), !files.holder().isEmpty() ? () -> held(chain[0]) : files.sm()
                ? () -> HostNames.check(chain[0], HostNames.called((SSLSocket) socket), ((SSLSocket) socket).getSSLParameters())
                : () -> manager.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(chain, () -> manager.checkServerTrusted(chain, type), () -> { });
    }

    /** None are told to clients: one whose certificate is of another authority would show none, and nobody learn which. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** @param name asks the same, and whether the certificate is for the address that was called */
    private void judge(X509Certificate[] chain, Question path, Question name) throws CertificateException {
        try {
            for (X509Certificate one : chain) {
                inTime(one);
            }
            ask(chain[0], Kind.FOREIGN, path);
            revocation.check(chain);
            ask(chain[0], Kind.OTHER_NAME, name);
        } catch (CertificateFault fault) {
            refused.accept(fault);
            throw Trust.<RuntimeException>alert(new TlsFatalAlert(fault.alert(), fault));
        }
    }

    private void held(X509Certificate one) throws CertificateException {
        if (!CertificateNames.ids(one).contains(files.holder())) {
            throw new CertificateException("it is not of the node " + files.holder());
        }
    }

    private static void inTime(X509Certificate one) throws CertificateFault {
        Map<String, String> details = new HashMap<>(CertificateNames.of(one));
        try {
            one.checkValidity();
        } catch (CertificateExpiredException expired) {
            details.put("since", one.getNotAfter().toInstant().toString());
            throw new CertificateFault(Kind.EXPIRED, "The certificate of " + details.get("subject") + " expired on "
                    + details.get("since") + ".", details);
        } catch (CertificateNotYetValidException early) {
            details.put("since", one.getNotBefore().toInstant().toString());
            throw new CertificateFault(Kind.EARLY, "The certificate of " + details.get("subject") + " is not valid before "
                    + details.get("since") + ".", details);
        }
    }

    private static void ask(X509Certificate one, Kind otherwise, Question question) throws CertificateFault {
        try {
            question.ask();
        } catch (CertificateException not) {
            Map<String, String> details = new HashMap<>(CertificateNames.of(one));
            details.put("reason", String.valueOf(not.getMessage()));
            String why = otherwise == Kind.FOREIGN ? " is not signed by an authority that is trusted here, but by "
                    + details.get("issuer") + ": " : " is not for the address that was called: ";
            throw new CertificateFault(otherwise, "The certificate of " + details.get("subject") + why + not.getMessage(), details);
        }
    }

    /**
     * Bouncy Castle makes "certificate unknown" of every exception of certificates; its own passes as it is, though the
     * interface does not name it.
     */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E alert(TlsFatalAlert alert) throws E {
        throw (E) (Exception) alert;
    }
}
