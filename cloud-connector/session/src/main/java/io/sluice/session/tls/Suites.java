package io.sluice.session.tls;

import java.net.Socket;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;

/** Which suites a connection may use: TLS 1.2 and 1.3 as Bouncy Castle offers them, or those of RFC 8998 only. */
final class Suites {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] SM_PROTOCOLS = {"TLSv1.3"};
    private static final String[] SM_SUITES = {"TLS_SM4_GCM_SM3", "TLS_SM4_CCM_SM3"};
    private static final String[] SM_GROUPS = {"curveSM2"};
    private static final String[] SM_SIGNATURES = {"sm2sig_sm3"};

    private final boolean sm;

    Suites(boolean sm) {
        this.sm = sm;
    }

    SSLEngine tune(SSLEngine engine) {
        BCSSLEngine tuned = (BCSSLEngine) engine;
        tuned.setParameters(tune(tuned.getParameters()));
        return engine;
    }

    <S extends Socket> S tune(S socket) {
        BCSSLSocket tuned = (BCSSLSocket) socket;
        tuned.setParameters(tune(tuned.getParameters()));
        return socket;
    }

    SSLParameters tune(SSLParameters parameters) {
        parameters.setProtocols(sm ? SM_PROTOCOLS : PROTOCOLS);
        if (sm) {
            parameters.setCipherSuites(SM_SUITES);
        }
        return parameters;
    }

    private BCSSLParameters tune(BCSSLParameters parameters) {
        parameters.setProtocols(sm ? SM_PROTOCOLS : PROTOCOLS);
        if (sm) {
            parameters.setCipherSuites(SM_SUITES);
            parameters.setNamedGroups(SM_GROUPS);
            parameters.setSignatureSchemes(SM_SIGNATURES);
            parameters.setSignatureSchemesCert(SM_SIGNATURES);
        }
        return parameters;
    }
}
