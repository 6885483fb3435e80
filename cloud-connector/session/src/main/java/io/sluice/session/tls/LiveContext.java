package io.sluice.session.tls;

import io.sluice.api.error.InvalidInputException;
import io.sluice.session.tls.CertificateFault.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A context that is made anew when its files have changed, and with it all sessions that could be resumed: nobody gets in by an
 * old one. A new key or certificate that cannot be used leaves the old one in its place, since half of a pair may have been
 * replaced so far; trust that cannot be read refuses everybody. Thread-safe.
 */
final class LiveContext extends SSLContextSpi {

    private static final Logger LOG = LoggerFactory.getLogger(LiveContext.class);

    private final TlsFiles files;
    private final Consumer<CertificateFault> refused;
    private final Suites suites;
    private Stamp stamp;
    private KeyManager[] keys;
    private Trust trust;
    private SSLContext context;

    LiveContext(TlsFiles files, Consumer<CertificateFault> refused) {
        this.files = files;
        this.refused = refused;
        this.suites = new Suites(files.sm());
        try {
            stamp = Stamp.of(files);
            trust = Trust.of(files, refused);
            keys = keys();
            context = make(trust);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    synchronized Object version() {
        current();
        return stamp;
    }

    synchronized Trust trust() throws CertificateFault {
        current();
        if (trust == null) {
            throw new CertificateFault(Kind.LIST_WRONG, "Nobody is let in: the files of whom to trust cannot be read.",
                    Map.of("reason", "-"));
        }
        return trust;
    }

    private synchronized SSLContext current() {
        Stamp now = Stamp.of(files);
        if (now.equals(stamp)) {
            return context;
        }
        stamp = now;
        try {
            try {
                keys = keys();
            } catch (InvalidInputException unfit) {
                LOG.warn("The new certificate or key is not used, the old one is: {}", unfit.getMessage());
            }
            TrustManager judge;
            try {
                trust = Trust.of(files, refused);
                judge = trust;
            } catch (InvalidInputException unreadable) {
                LOG.warn("Nobody is let in by TLS: {}", unreadable.getMessage());
                trust = null;
                judge = new Distrust(unreadable.getMessage(), refused);
            }
            context = make(judge);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (files.certificate().isEmpty() && files.key().isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore own = PemFiles.own(files.certificate(), files.key());
        if (files.sm()) {
            return new KeyManager[] {new SmKey(own)};
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX", TlsProviders.TLS);
        factory.init(own, new char[0]);
        return factory.getKeyManagers();
    }

    private SSLContext make(TrustManager judge) throws GeneralSecurityException {
        SSLContext made = SSLContext.getInstance("TLS", TlsProviders.TLS);
        made.init(keys, new TrustManager[] {judge}, new SecureRandom());
        return made;
    }

    @Override
    protected void engineInit(KeyManager[] ignored, TrustManager[] alike, SecureRandom random) {
        throw new IllegalStateException("It is made of its files.");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new LiveSockets(() -> current().getSocketFactory(), suites);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return current().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return suites.tune(current().createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return suites.tune(current().createSSLEngine(host, port));
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return suites.tune(current().getDefaultSSLParameters());
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return current().getSupportedSSLParameters();
    }
}
