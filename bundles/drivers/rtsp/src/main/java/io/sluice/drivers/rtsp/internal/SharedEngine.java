package io.sluice.drivers.rtsp.internal;

import io.sluice.rtsp.client.EngineSettings;
import io.sluice.rtsp.client.Lane;
import io.sluice.rtsp.client.RtspEngine;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The engine that all cameras of this bundle share. A delayed component: made when the first camera refers to it, gone
 * with
 * all its threads when the last lets go.
 */
@Component(service = SharedEngine.class)
public final class SharedEngine {

    private final RtspEngine engine;

    @Activate
    public SharedEngine() throws IOException {
        engine = new RtspEngine(EngineSettings.usual());
    }

    /** A place to run on; {@link Lane#leave()} is the counterpart. */
    Lane join() {
        return engine.join();
    }

    @Deactivate
    void close() {
        engine.close();
    }
}
