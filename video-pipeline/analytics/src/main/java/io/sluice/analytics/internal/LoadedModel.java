package io.sluice.analytics.internal;

import io.sluice.analytics.internal.post.Candidates;
import io.sluice.analytics.internal.post.OutputReader;
import io.sluice.analytics.internal.post.OutputReaders;
import io.sluice.analytics.internal.post.Suppression;
import io.sluice.analytics.internal.tensor.Mapping;
import io.sluice.analytics.internal.tensor.TensorWriter;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A model on an accelerator with all it takes to ask it about a picture. Used and closed by one thread. */
public final class LoadedModel implements AutoCloseable {

    private final ModelDescriptor descriptor;
    private final InferenceSession session;
    private final Binding binding;
    private final OutputReader reader;
    private final TensorWriter writer;
    private final Candidates candidates = new Candidates();
    private final Suppression suppression = new Suppression();
    private Mapping mapping;

    private LoadedModel(ModelDescriptor descriptor, InferenceSession session, OutputReader reader, Binding binding) {
        this.descriptor = descriptor;
        this.session = session;
        this.reader = reader;
        this.binding = binding;
        writer = new TensorWriter(descriptor.input(), binding.input(0));
    }

    /**
     * Loads a model and checks it against its description.
     *
     * @throws io.sluice.api.error.RejectedException when the file is missing, corrupt or not what the description says
     * @throws io.sluice.api.error.UnavailableException when the accelerator went away
     */
    public static LoadedModel load(Accelerator accelerator, ModelDescriptor descriptor) {
        InferenceSession session = accelerator.load(descriptor.file());
        try {
            OutputReader reader = OutputReaders.of(descriptor, session.inputs(), session.outputs());
            Binding binding = session.bind();
            return new LoadedModel(descriptor, session, reader, binding);
        } catch (RuntimeException | Error error) {
            session.close();
            throw error;
        }
    }

    public ModelDescriptor descriptor() {
        return descriptor;
    }

    /**
     * Asks the model about a part of a picture; {@link #candidates()} and {@link #chosen()} then tell the answer.
     *
     * @param frame is cropped on the way
     * @param floor lowest score of interest
     */
    public void detect(AVFrame frame, Region region, float floor) {
        writer.region(region);
        mapping = writer.write(frame);
        binding.run();
        candidates.clear();
        reader.read(binding, floor, candidates);
        suppression.select(candidates, descriptor.overlapThreshold());
    }

    /** All boxes of the latest picture, relative to the model's input. */
    Candidates candidates() {
        return candidates;
    }

    /** Which of the boxes stay. */
    Suppression chosen() {
        return suppression;
    }

    /** Where a box of the latest picture lies in the whole picture. */
    Region box(int candidate) {
        return mapping.apply(candidates.left(candidate), candidates.top(candidate), candidates.right(candidate),
                candidates.bottom(candidate));
    }

    @Override
    public void close() {
        writer.close();
        binding.close();
        session.close();
    }
}
