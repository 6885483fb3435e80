package io.sluice.analytics.internal.trial;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.natives.NativeLibrary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Offers trials with the operators there are at the moment. */
@Component(name = "io.sluice.analytics.trial", immediate = true)
public final class PictureTrials implements PictureTrial {

    private static final int MOST_RUNNING = 64;
    private static final long PATIENCE_SECONDS = 20;

    private final Semaphore running = new Semaphore(MOST_RUNNING);
    private final Map<String, Operator> operators = new ConcurrentHashMap<>();
    private final AlgorithmTrial trial = new AlgorithmTrial(name -> Optional.ofNullable(operators.get(name)));

    /** @param library only to come after it, and go before it */
    @Activate
    public PictureTrials(@Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary library) {
        // What it needs of the library is native.
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOperator(Operator operator, Map<String, Object> properties) {
        operators.put(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    void removeOperator(Operator operator, Map<String, Object> properties) {
        operators.remove(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    /** What runs is waited for: its natives must not outlive the bundle. A model that hangs is left alone. */
    @Deactivate
    void stop() throws InterruptedException {
        running.tryAcquire(MOST_RUNNING, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Outcome look(AlgorithmDescriptor algorithm, String arguments, List<Accelerator> devices, PictureFile picture) {
        return running(() -> trial.look(algorithm, arguments, devices, picture));
    }

    @Override
    public float[] tensor(InputSpec input, PictureFile picture) {
        return running(() -> trial.tensor(input, picture));
    }

    private <T> T running(Supplier<T> work) {
        if (!running.tryAcquire()) {
            throw new UnavailableException("model.test.waiting", "The part that looks at pictures is being stopped, or busy.",
                    "Try again once it runs.", null);
        }
        try {
            return work.get();
        } finally {
            running.release();
        }
    }
}
