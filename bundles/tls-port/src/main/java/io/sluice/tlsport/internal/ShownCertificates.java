package io.sluice.tlsport.internal;

import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Hands certificates of clients on as the context of TLS has them: Java, by which Jetty makes them anew, does not know those of SM2. */
final class ShownCertificates extends SslContextFactory.Server {

    @Override
    public X509Certificate[] getX509CertChain(SSLSession session) {
        try {
            return Stream.of(session.getPeerCertificates()).map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException nothing) {
            // As Jetty has it.
            return null;
        }
    }
}
