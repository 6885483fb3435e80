package io.sluice.analytics.internal;

import io.sluice.analytics.internal.post.Candidates;
import io.sluice.analytics.internal.post.OutputReader;
import io.sluice.analytics.internal.post.OutputReaders;
import io.sluice.analytics.internal.post.Suppression;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Lease;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.picture.tensor.Mapping;
import io.sluice.picture.tensor.TensorWriter;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A model at its place with all it takes to ask it about a picture. Used by one thread at a time; closing gives its tensors
 * back, not the place.
 */
public final class LoadedModel implements AutoCloseable {

    private final ModelDescriptor descriptor;
    private final Binding binding;
    private final OutputReader reader;
    private final TensorWriter writer;
    private final Candidates candidates = new Candidates();
    private final Suppression suppression = new Suppression();
    private Mapping mapping;

    private LoadedModel(ModelDescriptor descriptor, OutputReader reader, Binding binding) {
        this.descriptor = descriptor;
        this.reader = reader;
        this.binding = binding;
        writer = new TensorWriter(descriptor.input(), binding.input(0));
    }

    /**
     * Binds a model at its present place, warm, and checks it against its description.
     *
     * @throws io.sluice.api.error.RejectedException when it is not what the description says
     * @throws io.sluice.api.error.UnavailableException when there is no place at present
     */
    public static LoadedModel bind(Lease lease, ModelDescriptor descriptor) {
        InferenceSession session = lease.session();
        OutputReader reader = OutputReaders.of(descriptor, session.inputs(), session.outputs());
        Binding binding = lease.bind();
        try {
            return new LoadedModel(descriptor, reader, binding);
        } catch (RuntimeException | Error error) {
            binding.close();
            throw error;
        }
    }

    public ModelDescriptor descriptor() {
        return descriptor;
    }

    /**
     * Asks the model about a part of a picture; {@link #candidates()} and {@link #chosen()} then tell the answer.
     *
     * @param floor lowest score of interest
     */
    public void detect(AVFrame frame, Region region, float floor) {
        run(frame, region);
        candidates.clear();
        reader.read(binding, floor, candidates);
        suppression.select(candidates, descriptor.overlapThreshold());
    }

    /** Makes the vector of a part of a picture; only of the family that makes vectors. */
    public float[] embed(AVFrame frame, Region region) {
        run(frame, region);
        FloatBuffer values = binding.output(0).asFloatBuffer();
        float[] vector = new float[values.remaining()];
        values.get(vector);
        return vector;
    }

    /** All boxes of the latest picture, relative to the model's input. */
    public Candidates candidates() {
        return candidates;
    }

    /** Which of the boxes stay. */
    public Suppression chosen() {
        return suppression;
    }

    /** Where a box of the latest picture lies in the whole picture. */
    public Region box(int candidate) {
        return mapping.apply(candidates.left(candidate), candidates.top(candidate), candidates.right(candidate),
                candidates.bottom(candidate));
    }

    @Override
    public void close() {
        writer.close();
        binding.close();
    }

    private void run(AVFrame frame, Region region) {
        writer.region(region);
        mapping = writer.write(frame);
        binding.run();
    }
}
