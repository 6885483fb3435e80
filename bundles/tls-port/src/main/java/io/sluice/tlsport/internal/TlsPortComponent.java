package io.sluice.tlsport.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.tls.TlsFiles;
import io.sluice.support.status.StatusReports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Opens the gateway's port of TLS for as long as it is configured. */
@Component(
        name = TlsPortComponent.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TlsPortConfig.class)
public final class TlsPortComponent {

    static final String PID = "io.sluice.tlsport";
    static final Subject SUBJECT = new Subject(Subject.GATEWAY, "https");

    private final StatusReports reports;
    private Optional<TlsPort> port = Optional.empty();

    @Activate
    public TlsPortComponent(BundleContext context, TlsPortConfig config) {
        reports = new StatusReports(context);
        try {
            if (config.port() < 1 || config.port() > 65535) {
                throw wrong("port", "'port' must be from 1 to 65535, not " + config.port() + ".");
            }
            if (config.tls_certificate().isEmpty() || config.tls_key().isEmpty()) {
                throw wrong("tls.certificate", "'tls.certificate' and 'tls.key' are needed.");
            }
            if (config.tls_client_required() && config.tls_client_authority().isEmpty()) {
                throw wrong("tls.client.authority", "'tls.client.authority' is needed to look at certificates.");
            }
            String host = !config.host().isEmpty() ? config.host()
                    : Optional.ofNullable(context.getProperty("org.apache.felix.http.host")).orElse("127.0.0.1");
            TlsFiles files = new TlsFiles(config.tls_client_authority(), config.tls_certificate(), config.tls_key(),
                    List.of(config.tls_revoked()), "", config.tls_sm());
            TlsPort.Asks asks = config.tls_client_required() ? TlsPort.Asks.MUST
                    : config.tls_client_authority().isEmpty() ? TlsPort.Asks.NOBODY : TlsPort.Asks.MAY;
            port = Optional.of(new TlsPort(context, reports, host, config.port(), files, asks));
        } catch (InvalidInputException wrong) {
            reports.report(SUBJECT, Health.FAILED, "https.config.wrong", wrong.getMessage(),
                    "Correct '" + wrong.field() + "' in the configuration " + PID + ".", Map.of("field", wrong.field()));
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        if (port.isPresent()) {
            port.get().close();
        }
        reports.close();
    }

    private static InvalidInputException wrong(String field, String message) {
        return new InvalidInputException("https.config.wrong", field, message, "Correct it.");
    }
}
