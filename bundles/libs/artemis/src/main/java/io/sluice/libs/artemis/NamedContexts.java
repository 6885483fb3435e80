package io.sluice.libs.artemis;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextFactory;

/**
 * Lets who runs a broker make the contexts of TLS: an acceptor names one in place of a key store, by its option {@code keyStorePath}. Artemis finds this
 * factory among its own classes, and once only; so the contexts are put here, and taken away by who put them. Thread-safe.
 */
public final class NamedContexts implements SSLContextFactory {

    private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    private final SSLContextFactory files = new DefaultSSLContextFactory();

    public static void put(String name, SSLContext context) {
        CONTEXTS.put(name, context);
    }

    public static void remove(String name) {
        CONTEXTS.remove(name);
    }

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> options) throws Exception {
        Optional<SSLContext> named = Optional.ofNullable(config.getKeystorePath()).map(CONTEXTS::get);
        return named.isPresent() ? named.get() : files.getSSLContext(config, options);
    }

    @Override
    public int getPriority() {
        return files.getPriority() + 1;
    }
}
