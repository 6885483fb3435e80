package io.sluice.link.http.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.link.Link;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.SessionRequest;
import io.sluice.session.SessionRequest.Kind;
import io.sluice.session.Uplink;
import io.sluice.session.http.Caller;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Registers this node with one upper node by HTTP, and keeps it registered. */
@Component(
        name = UpperComponent.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UpperConfig.class, factory = true)
public final class UpperComponent {

    static final String PID = "io.sluice.link.http.upper";

    private final HttpNode node;
    private final Subject subject;
    private Optional<HttpUplink> uplink = Optional.empty();
    private Optional<ServiceRegistration<Link>> registration = Optional.empty();

    @Activate
    public UpperComponent(BundleContext context, UpperConfig config, @Reference HttpNode node) {
        this.node = node;
        this.subject = new Subject(Subject.LINK, config.url());
        try {
            begin(context, config);
        } catch (InvalidInputException wrong) {
            node.reports().report(subject, Health.FAILED, "link.config.wrong", wrong.getMessage(),
                    "Correct '" + wrong.field() + "' in the configuration " + PID + ".",
                    Map.of("field", wrong.field(), "pid", PID));
        }
    }

    @Deactivate
    public void deactivate() throws InterruptedException {
        registration.ifPresent(ServiceRegistration::unregister);
        if (uplink.isPresent()) {
            uplink.get().close();
        }
        node.reports().gone(subject);
    }

    private void begin(BundleContext context, UpperConfig config) {
        URI base = base(config.url());
        if (config.password().isEmpty() && (!base.getScheme().equals("https") || config.tls_certificate().isEmpty())) {
            throw wrong("password", "'password' is missing, or a certificate for https.");
        }
        if (config.keepalive_seconds() < 1 || config.expiry_seconds() < config.keepalive_seconds()) {
            throw wrong("keepalive.seconds", "'keepalive.seconds' must be at least 1, and at most 'expiry.seconds'.");
        }
        int port = config.port() == 0 ? Integer.parseInt(
                Optional.ofNullable(context.getProperty("org.osgi.service.http.port")).orElse("8080")) : config.port();
        SessionRequest template = new SessionRequest(
                Kind.REGISTER, node.device(), node.instance(), port <= 0 ? "" : config.port_tls() ? "https" : "http", Math.max(0, port), 0);
        Uplink.Settings settings = new Uplink.Settings(template,
                Duration.ofSeconds(config.keepalive_seconds()), Duration.ofSeconds(config.expiry_seconds()));
        TlsFiles files = new TlsFiles(config.tls_authority(), config.tls_certificate(), config.tls_key(),
                List.of(config.tls_revoked()), "", config.tls_sm());
        Caller caller = files.isGiven()
                ? node.caller(config.password(), PemTls.context(files)) : node.caller(config.password());
        HttpUplink made = new HttpUplink(node, caller, base, config.password(), settings, subject);
        uplink = Optional.of(made);
        registration = Optional.of(context.registerService(Link.class, made.link(), made.link().properties()));
    }

    private static URI base(String url) {
        try {
            URI base = URI.create(url);
            boolean fits = ("http".equals(base.getScheme()) || "https".equals(base.getScheme())) && base.getHost() != null
                    && base.getUserInfo() == null && (base.getRawPath().isEmpty() || base.getRawPath().equals("/"));
            if (fits) {
                return base.resolve("/");
            }
        } catch (IllegalArgumentException unreadable) {
            // Told below, together with addresses of other kinds.
        }
        throw wrong("url", "'url' must be such as http://192.0.2.1:8080, without a path, not '" + url + "'.");
    }

    private static InvalidInputException wrong(String field, String message) {
        return new InvalidInputException("link.config.wrong", field, message, "Correct it.");
    }
}
