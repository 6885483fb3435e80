package io.sluice.session.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCX509ExtendedKeyManager;
import org.bouncycastle.jsse.BCX509Key;

/** Shows the one key of SM2 wherever one is asked for: Bouncy Castle's managers know the curves of other suites only. */
final class SmKey extends BCX509ExtendedKeyManager {

    private static final String TYPE = "EC/sm2p256v1";

    private final String alias;
    private final PrivateKey key;
    private final X509Certificate[] chain;

    /** @param own with one entry */
    SmKey(KeyStore own) throws GeneralSecurityException {
        alias = own.aliases().nextElement();
        key = (PrivateKey) own.getKey(alias, new char[0]);
        chain = Stream.of(own.getCertificateChain(alias)).map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return Stream.of(types).anyMatch(TYPE::equals) ? alias : null;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return TYPE.equals(type) ? alias : null;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return chooseEngineClientAlias(types, issuers, null);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(type, issuers, null);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return TYPE.equals(type) ? new String[] {alias} : new String[0];
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return getClientAliases(type, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String of) {
        return alias.equals(of) ? chain.clone() : new X509Certificate[0];
    }

    @Override
    public PrivateKey getPrivateKey(String of) {
        return alias.equals(of) ? key : null;
    }

    @Override
    protected BCX509Key getKeyBC(String type, String of) {
        return alias.equals(of) ? new Shown(type, key, chain) : null;
    }

    private record Shown(String type, PrivateKey key, X509Certificate[] chain) implements BCX509Key {
        @Override
        public String getKeyType() {
            return type;
        }

        @Override
        public PrivateKey getPrivateKey() {
            return key;
        }

        @Override
        public X509Certificate[] getCertificateChain() {
            return chain.clone();
        }
    }
}
