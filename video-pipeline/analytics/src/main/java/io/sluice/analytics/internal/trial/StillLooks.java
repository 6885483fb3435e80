package io.sluice.analytics.internal.trial;

import io.sluice.analytics.internal.stage.AlgorithmLoader;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.analytics.internal.stage.OperatorMissing;
import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.accel.Placement;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureLooks;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.picture.decode.StillPicture;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Offers looks at still pictures, through the gateway's placement. What is open is closed when this goes. */
@Component(name = "io.sluice.analytics.looks", immediate = true)
public final class StillLooks implements PictureLooks {

    private final Map<String, Operator> operators = new ConcurrentHashMap<>();
    private final Set<StillLook> open = ConcurrentHashMap.newKeySet();
    private final Placement placement;

    /** @param library only to come after it, and go before it */
    @Activate
    public StillLooks(@Reference Placement placement, @Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary library) {
        this.placement = placement;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOperator(Operator operator, Map<String, Object> properties) {
        operators.put(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    void removeOperator(Operator operator, Map<String, Object> properties) {
        operators.remove(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    /** Natives must not outlive the bundle. */
    @Deactivate
    public void stop() {
        open.forEach(StillLook::close);
    }

    @Override
    public Look open(AlgorithmDescriptor algorithm, String arguments, String user, double picturesPerSecond) {
        try {
            StillLook look = new StillLook(new AlgorithmLoader(placement, name -> Optional.ofNullable(operators.get(name)))
                    .load(algorithm, new Use(user, picturesPerSecond, arguments)));
            open.add(look);
            return look;
        } catch (OperatorMissing missing) {
            throw new UnavailableException("model.test.operator", missing.getMessage(),
                    "Install the bundle that has it, or correct its name in the algorithm.", missing);
        }
    }

    /** One at a time goes through the stages. */
    private final class StillLook implements Look {

        private final LoadedAlgorithm loaded;
        private boolean closed;

        private StillLook(LoadedAlgorithm loaded) {
            this.loaded = loaded;
        }

        @Override
        public synchronized Outcome look(PictureFile picture, Region part) {
            if (closed) {
                throw new UnavailableException("analysis.look.closed", "This look at pictures was closed.", "Open another.", null);
            }
            try (StillPicture decoded = StillPicture.of(picture.name(), picture.content())) {
                loaded.betweenPictures();
                return AlgorithmTrial.outcome(loaded.look(decoded.frame(), part, -1, 0));
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                open.remove(this);
                loaded.close();
            }
        }
    }
}
