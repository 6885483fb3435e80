package io.sluice.session.tls;

import io.sluice.session.tls.CertificateFault.Kind;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;

/** Refuses everybody, as long as it cannot be read whom to trust. */
final class Distrust implements X509TrustManager {

    private final String reason;
    private final Consumer<CertificateFault> refused;

    Distrust(String reason, Consumer<CertificateFault> refused) {
        this.reason = reason;
        this.refused = refused;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateFault {
        refuse();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateFault {
        refuse();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void refuse() throws CertificateFault {
        CertificateFault fault = new CertificateFault(
                Kind.LIST_WRONG, "Nobody is let in: " + reason, Map.of("reason", reason));
        refused.accept(fault);
        throw fault;
    }
}
