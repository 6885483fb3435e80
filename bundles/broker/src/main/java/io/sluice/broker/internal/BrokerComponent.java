package io.sluice.broker.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.status.Health;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Runs the broker below the gateway's data folder for as long as this bundle is active. */
@Component(name = BrokerComponent.PID, service = {}, immediate = true)
@Designate(ocd = BrokerConfig.class)
public final class BrokerComponent {

    static final String PID = "io.sluice.broker";

    private final StatusReports reports;
    private final Optional<BrokerKeeper> keeper;

    @Activate
    public BrokerComponent(BundleContext context, BrokerConfig config) {
        reports = new StatusReports(context);
        String data = Optional.ofNullable(context.getProperty("sluice.data")).orElse("data");
        keeper = settings(config, Path.of(data, "broker").toAbsolutePath())
                .map(settings -> new BrokerKeeper(settings, reports));
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        if (keeper.isPresent()) {
            keeper.get().close();
        }
        reports.close();
    }

    private Optional<BrokerSettings> settings(BrokerConfig config, Path folder) {
        try {
            return Optional.of(BrokerSettings.of(config, folder));
        } catch (InvalidInputException wrong) {
            reports.report(BrokerKeeper.MAIN, Health.FAILED, wrong.code(), wrong.getMessage(), wrong.remedy(),
                    Map.of("field", wrong.field()));
            return Optional.empty();
        }
    }
}
