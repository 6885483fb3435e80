package io.sluice.analytics.internal.trial;

import io.sluice.analytics.internal.stage.AlgorithmLoader;
import io.sluice.analytics.internal.stage.Finding;
import io.sluice.analytics.internal.stage.Findings;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.analytics.internal.stage.OperatorMissing;
import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.result.Detection;
import io.sluice.picture.decode.StillPicture;
import io.sluice.picture.tensor.TensorWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Tries algorithms by the stages that cameras' pictures go through. The gateway's service, and the command line's alike.
 *
 * @param operators by name
 */
public record AlgorithmTrial(Function<String, Optional<Operator>> operators) implements PictureTrial {

    private static final int CHANNELS = 3;

    @Override
    public Outcome look(AlgorithmDescriptor algorithm, String arguments, List<Accelerator> devices, PictureFile picture) {
        AlgorithmLoader loader = new AlgorithmLoader(new FirstTaker(devices), operators);
        try (StillPicture decoded = StillPicture.of(picture.name(), picture.content());
                LoadedAlgorithm loaded = loader.load(algorithm, new Use("test", 0, arguments))) {
            return outcome(loaded.look(decoded.frame(), Region.ALL, -1, 0));
        } catch (OperatorMissing missing) {
            throw new UnavailableException("model.test.operator", missing.getMessage(),
                    "Install the bundle that has it, or correct its name in the algorithm.", missing);
        }
    }

    @Override
    public float[] tensor(InputSpec input, PictureFile picture) {
        float[] values = new float[CHANNELS * input.height() * input.width()];
        ByteBuffer memory = ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        try (StillPicture decoded = StillPicture.of(picture.name(), picture.content());
                TensorWriter writer = new TensorWriter(input, memory)) {
            writer.write(decoded.frame());
        }
        memory.asFloatBuffer().get(values);
        return values;
    }

    static Outcome outcome(Findings found) {
        List<Detection> things = new ArrayList<>();
        for (Finding finding : found.boxes()) {
            if (finding.sure()) {
                things.add(new Detection(finding.label(), finding.score(), finding.sighting().box(), OptionalLong.empty(),
                        finding.embedding()));
            }
        }
        things.addAll(found.whole());
        return new Outcome(things, found.measurements(), Optional.empty());
    }
}
