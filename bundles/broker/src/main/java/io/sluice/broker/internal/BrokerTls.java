package io.sluice.broker.internal;

import io.sluice.libs.artemis.NamedContexts;
import io.sluice.session.tls.CertificateFault;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of one run of the broker, by files that may change while it runs. */
final class BrokerTls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerTls.class);

    private final String name = UUID.randomUUID().toString();
    private final boolean asks;
    private final PemTls tls;
    private Object version;

    BrokerTls(TlsFiles files, Consumer<CertificateFault> refused) {
        asks = !files.authority().isEmpty();
        tls = PemTls.of(files, refused);
        version = tls.version();
        NamedContexts.put(name, tls.context());
    }

    /** Of an acceptor. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("sslEnabled", "true");
        options.put("keyStorePath", name);
        options.put("needClientAuth", Boolean.toString(asks));
        return options;
    }

    /** Lets go of clients whose certificates would not be taken any more, if files have changed. */
    void review(RemotingService service) {
        Object now = tls.version();
        if (!asks || now.equals(version)) {
            return;
        }
        version = now;
        for (RemotingConnection connection : service.getConnections()) {
            X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
            if (chain != null) {
                tls.judge(chain).ifPresent(trouble -> {
                    LOG.warn("A client of the broker is disconnected: {}", trouble.message());
                    connection.getTransportConnection().forceClose();
                });
            }
        }
    }

    @Override
    public void close() {
        NamedContexts.remove(name);
    }
}
