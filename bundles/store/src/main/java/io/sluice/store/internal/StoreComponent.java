package io.sluice.store.internal;

import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Optional;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the embedded database as a {@link DataSource} service with {@code store.name=main}, while it is open. */
@Component(name = StoreComponent.PID, service = {}, immediate = true)
@Designate(ocd = StoreConfig.class)
public final class StoreComponent {

    static final String PID = "io.sluice.store";

    private final BundleContext context;
    private final StatusReports reports;
    private final StoreKeeper keeper;

    @Activate
    public StoreComponent(BundleContext context, StoreConfig config) {
        this.context = context;
        this.reports = new StatusReports(context);
        this.keeper = new StoreKeeper(file(context, config), config, reports, this::offer);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        keeper.close();
        reports.close();
    }

    private ServiceRegistration<DataSource> offer(DataSource database) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("store.name", "main");
        return context.registerService(DataSource.class, database, properties);
    }

    private static Path file(BundleContext context, StoreConfig config) {
        if (!config.file().isBlank()) {
            return Path.of(config.file());
        }
        String data = Optional.ofNullable(context.getProperty("sluice.data")).orElse("data");
        return Path.of(data, "db", "sluice");
    }
}
