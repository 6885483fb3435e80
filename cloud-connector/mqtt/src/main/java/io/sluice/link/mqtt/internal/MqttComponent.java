package io.sluice.link.mqtt.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.Instance;
import io.sluice.session.Requests;
import io.sluice.support.node.DeviceId;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Links with other nodes by MQTT. Does nothing until this node has an id. */
@Component(
        name = MqttComponent.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MqttConfig.class)
public final class MqttComponent {

    static final String PID = "io.sluice.link.mqtt";

    private final StatusReports reports;
    private final Requests requests;
    private Optional<MqttNode> node = Optional.empty();

    @Activate
    public MqttComponent(BundleContext context, MqttConfig config) {
        reports = new StatusReports(context);
        requests = new Requests(context);
        try {
            Path data = Path.of(Optional.ofNullable(context.getProperty("sluice.data")).orElse("data"));
            node = Optional.of(new MqttNode(context, MqttSettings.of(config, DeviceId.of(context), Instance.of(data)), reports, requests));
        } catch (InvalidInputException wrong) {
            reports.report(new Subject(Subject.LINK, "mqtt"), Health.FAILED, "link.config.wrong", wrong.getMessage(),
                    "Correct '" + wrong.field() + "' in the configuration " + PID + ".",
                    Map.of("field", wrong.field(), "pid", PID));
        } catch (IOException unwritable) {
            reports.report(new Subject(Subject.LINK, "mqtt"), Health.FAILED, "link.data.unusable",
                    "The data folder cannot be used: " + unwritable.getMessage(),
                    "Check that it can be written to, then change the configuration " + PID + ".",
                    Map.of("cause", String.valueOf(unwritable.getMessage())));
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        if (node.isPresent()) {
            node.get().close();
        }
        requests.close();
        reports.close();
    }
}
