package io.sluice.session.tls;

import io.sluice.api.error.InvalidInputException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** TLS by files in PEM, as operators have them. The one place where contexts of TLS are made. */
public final class PemTls {

    private final LiveContext live;
    private final SSLContext context;

    private PemTls(LiveContext live) {
        this.live = live;
        this.context = new Context(live);
    }

    /**
     * @param refused told of each certificate that is refused, on a thread that must not wait
     * @throws InvalidInputException with the field that is wrong: {@code tls.authority}, {@code tls.certificate},
     *     {@code tls.key}, {@code tls.revoked}
     */
    public static PemTls of(TlsFiles files, Consumer<CertificateFault> refused) {
        return new PemTls(new LiveContext(files, refused));
    }

    /** As {@link #of}, for who learns of refusals by what they make fail. */
    public static SSLContext context(TlsFiles files) {
        return of(files, fault -> { }).context();
    }

    /** Each connection made of it is by the files as they are then. */
    public SSLContext context() {
        return context;
    }

    /** Changes whenever the files have. */
    public Object version() {
        return live.version();
    }

    /** Why somebody who is connected would not be let in any more; empty when he would. */
    public Optional<TlsTrouble> judge(X509Certificate[] chain) {
        try {
            live.trust().again(chain);
            return Optional.empty();
        } catch (CertificateFault fault) {
            return Optional.of(fault.trouble());
        }
    }

    private static final class Context extends SSLContext {
        Context(LiveContext live) {
            super(live, TlsProviders.TLS, "TLS");
        }
    }
}
