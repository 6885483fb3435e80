package io.sluice.session.tls;

import java.security.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/** Bouncy Castle's providers. Handed over by hand: one registered with Java would outlive the bundle. */
final class TlsProviders {

    /** Held, since Java forgets the level of a logger nobody holds. Whatever fails is thrown as well, and told once. */
    private static final Logger TALK = Logger.getLogger("org.bouncycastle.jsse");

    static {
        TALK.setLevel(Level.OFF);
    }

    static final Provider CRYPTO = new BouncyCastleProvider();
    static final Provider TLS = new BouncyCastleJsseProvider(false, CRYPTO);

    private TlsProviders() {}
}
