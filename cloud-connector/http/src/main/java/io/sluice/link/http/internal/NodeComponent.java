package io.sluice.link.http.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.DeviceIds;
import io.sluice.session.FloodGate;
import io.sluice.session.Floods;
import io.sluice.session.Instance;
import io.sluice.session.LowerNodes;
import io.sluice.session.Requests;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.support.node.DeviceId;
import io.sluice.support.status.StatusReports;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Lets other nodes in by HTTP. Does nothing until this node has an id. */
@Component(
        name = NodeComponent.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NodeConfig.class)
public final class NodeComponent {

    static final String PID = "io.sluice.link.http";

    /** Requests against the limit until a node is shut out. */
    private static final int PATIENCE = 500;

    private final StatusReports reports;
    private final Requests requests;
    private Optional<LowerNodes> lower = Optional.empty();
    private List<ServiceRegistration<?>> registrations = List.of();

    @Activate
    public NodeComponent(BundleContext context, NodeConfig config) {
        reports = new StatusReports(context);
        requests = new Requests(context);
        try {
            begin(context, config);
        } catch (InvalidInputException wrong) {
            reports.report(new Subject(Subject.LINK, "http"), Health.FAILED, "link.config.wrong", wrong.getMessage(),
                    "Correct '" + wrong.field() + "' in the configuration " + PID + ".",
                    Map.of("field", wrong.field(), "pid", PID));
        } catch (IOException unwritable) {
            reports.report(new Subject(Subject.LINK, "http"), Health.FAILED, "link.data.unusable",
                    "The data folder cannot be used: " + unwritable.getMessage(),
                    "Check that it can be written to, then change the configuration " + PID + ".",
                    Map.of("cause", String.valueOf(unwritable.getMessage())));
        }
    }

    @Deactivate
    public void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        lower.ifPresent(LowerNodes::close);
        requests.close();
        reports.close();
    }

    private void begin(BundleContext context, NodeConfig config) throws IOException {
        String device = DeviceIds.check(config.device_id().isEmpty() ? DeviceId.of(context) : config.device_id(), "device.id");
        Map<String, String> passwords = passwords(config.devices());
        positive("expiry.seconds", config.expiry_seconds());
        positive("body.kib", config.body_kib());
        positive("requests.per.second", config.requests_per_second());
        positive("requests.at.once", config.requests_at_once());
        positive("quarantine.seconds", config.quarantine_seconds());
        Path data = Path.of(Optional.ofNullable(context.getProperty("sluice.data")).orElse("data"));
        Set<String> certificates = new HashSet<>();
        for (String id : config.certificates()) {
            certificates.add(DeviceIds.check(id, "certificates"));
        }
        TlsFiles files = new TlsFiles(config.tls_authority(), config.tls_certificate(), config.tls_key(),
                List.of(config.tls_revoked()), "", config.tls_sm());
        if (files.isGiven()) {
            PemTls.context(files);
        }
        HttpNode node = new HttpNode(device, Instance.of(data), config.body_kib() * 1024,
                new HttpNode.Lower(passwords, certificates, files), reports, requests);
        InstantSource clock = InstantSource.system();
        Floods floods = new Floods(new FloodGate(config.requests_per_second(), config.requests_at_once(), PATIENCE,
                Duration.ofSeconds(config.quarantine_seconds()), clock), reports);
        LowerNodes registered = new LowerNodes(context, reports, HttpLink.NAME,
                Duration.ofSeconds(config.expiry_seconds()), new HttpLowerNodes(node, floods));
        lower = Optional.of(registered);
        SystemServlet servlet = new SystemServlet(
                node, registered, new DigestGuard(node::password, config.md5(), clock), floods);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.pattern", "/System/*");
        registrations = List.of(
                context.registerService(Servlet.class, servlet, properties),
                context.registerService(HttpNode.class, node, null));
    }

    private static void positive(String field, int value) {
        if (value < 1) {
            throw new InvalidInputException(
                    "link.config.wrong", field, "'" + field + "' must be at least 1, not " + value + ".", "Correct it.");
        }
    }

    private static Map<String, String> passwords(String[] lines) {
        Map<String, String> passwords = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String device = DeviceIds.check(colon < 0 ? line : line.substring(0, colon), "devices");
            if (colon < 0 || colon == line.length() - 1 || passwords.put(device, line.substring(colon + 1)) != null) {
                throw new InvalidInputException("link.config.wrong", "devices",
                        "'devices' must name the node " + device + " once, as id:password.", "Correct it.");
            }
        }
        return passwords;
    }
}
