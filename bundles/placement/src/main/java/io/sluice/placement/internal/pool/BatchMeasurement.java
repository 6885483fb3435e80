package io.sluice.placement.internal.pool;

import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures a freshly loaded model with one picture a run, and with twice as many each time while that pays and memory allows.
 * A model whose pictures influence each other, as where numbers are scaled by the largest of a whole tensor, is not run in
 * batches at all.
 */
final class BatchMeasurement {

    private static final int MOST = 16;
    /** A picture in a run of twice as many must cost less than this part of what it did. */
    private static final double WORTH = 0.95;

    private final Device device;
    private final InferenceSession session;
    private final long modelBytes;
    private final Clocks clocks;
    private final TreeMap<Integer, Timing> measured = new TreeMap<>();

    private BatchMeasurement(Device device, InferenceSession session, long modelBytes, Clocks clocks) {
        this.device = device;
        this.session = session;
        this.modelBytes = modelBytes;
        this.clocks = clocks;
    }

    /** @param modelBytes which a driver may need again for each number of pictures */
    static Timings measure(Device device, InferenceSession session, long modelBytes, Clocks clocks) {
        return new BatchMeasurement(device, session, modelBytes, clocks).all();
    }

    private Timings all() {
        measured.put(1, Stopwatch.measure(session, 1, clocks, device.cpu()));
        if (!goesByPictures()) {
            return new Timings(measured, "the model takes one picture a run", true);
        }
        try {
            for (int pictures = 2; pictures <= MOST; pictures *= 2) {
                Optional<String> end = next(pictures);
                if (end.isPresent()) {
                    return new Timings(measured, end.get(), true);
                }
            }
            return new Timings(measured, "more than " + MOST + " are not tried", true);
        } catch (RejectedException unfit) {
            return new Timings(measured, unfit.getMessage(), true);
        } catch (UnavailableException noMemory) {
            return new Timings(measured, noMemory.getMessage(), false);
        }
    }

    private Optional<String> next(int pictures) {
        long bytes = modelBytes + pictures * TensorSizes.bytesOfPicture(session);
        if (!device.hasRoomFor(bytes)) {
            throw Problems.noMemoryForBatch(device, pictures, bytes);
        }
        if (pictures == 2) {
            Optional<String> influence = Independence.obstacle(session, pictures);
            if (influence.isPresent()) {
                return influence;
            }
        }
        Timing timing = Stopwatch.measure(session, pictures, clocks, device.cpu());
        double before = measured.lastEntry().getValue().medianNanos() / (double) measured.lastKey();
        double each = timing.medianNanos() / (double) pictures;
        measured.put(pictures, timing);
        return each > WORTH * before
                ? Optional.of("with " + pictures + " in a run a picture takes " + Problems.millis(each) + " ms instead of "
                        + Problems.millis(before) + " ms")
                : Optional.empty();
    }

    /** Whether each tensor holds one picture, or as many as wanted, and nothing else about it is open. */
    private boolean goesByPictures() {
        return goByPictures(session.inputs()) && goByPictures(session.outputs());
    }

    private static boolean goByPictures(List<TensorSpec> tensors) {
        return tensors.stream().allMatch(tensor -> !tensor.shape().isEmpty()
                && (tensor.shape().get(0) == -1 || tensor.shape().get(0) == 1)
                && tensor.shape().stream().skip(1).allMatch(size -> size > 0));
    }
}
