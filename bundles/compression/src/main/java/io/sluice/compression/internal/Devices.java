package io.sluice.compression.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.support.model.MemoryModel;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The accelerators of this gateway, as clocks. Thread-safe. */
final class Devices {

    private static final String FORMAT = "onnx";
    private static final int ROUNDS = 11;
    /** A slow model is measured in fewer rounds: analyses share the device. */
    private static final long MOST_NANOS = 4_000_000_000L;

    private final List<Accelerator> present = new CopyOnWriteArrayList<>();

    void add(Accelerator accelerator) {
        present.add(accelerator);
    }

    void remove(Accelerator accelerator) {
        present.remove(accelerator);
    }

    /** The processor's own, where there is a driver for it. */
    Optional<String> processor() {
        return present.stream().filter(Devices::isProcessor).map(Accelerator::id).sorted().findFirst();
    }

    boolean isProcessor(String id) {
        return present.stream().anyMatch(one -> one.id().equals(id) && isProcessor(one));
    }

    /** @throws RejectedException when it is not there, or takes no ONNX models */
    String require(String id) {
        return find(id).id();
    }

    /**
     * How long models take: medians of runs in turns, so that what else the device does meets all of them.
     *
     * @param models plain content; the caller's
     * @return milliseconds
     * @throws io.sluice.api.error.SluiceException when it does not load or run one
     */
    double[] millis(String id, List<ByteBuffer> models) {
        Accelerator accelerator = find(id);
        List<InferenceSession> sessions = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        try {
            for (ByteBuffer model : models) {
                sessions.add(accelerator.load(new MemoryModel("compression", FORMAT, sha256(model), model)));
                bindings.add(sessions.get(sessions.size() - 1).bind());
            }
            bindings.forEach(Binding::run);
            return medians(bindings);
        } finally {
            bindings.forEach(Binding::close);
            sessions.forEach(InferenceSession::close);
        }
    }

    private static double[] medians(List<Binding> bindings) {
        double[][] times = new double[bindings.size()][ROUNDS];
        long begin = System.nanoTime();
        int rounds = 0;
        while (rounds < ROUNDS && (rounds < 3 || System.nanoTime() - begin < MOST_NANOS)) {
            for (int index = 0; index < times.length; index++) {
                long start = System.nanoTime();
                bindings.get(index).run();
                times[index][rounds] = (System.nanoTime() - start) / 1e6;
            }
            rounds++;
        }
        double[] medians = new double[times.length];
        for (int index = 0; index < times.length; index++) {
            double[] sorted = Arrays.copyOf(times[index], rounds);
            Arrays.sort(sorted);
            medians[index] = sorted[rounds / 2];
        }
        return medians;
    }

    private Accelerator find(String id) {
        return present.stream()
                .filter(one -> one.id().equals(id) && one.info().formats().contains(FORMAT))
                .findFirst()
                .orElseThrow(() -> new RejectedException("compression.device.unknown",
                        "There is no device '" + id + "' that runs ONNX models; there are "
                                + present.stream().map(Accelerator::id).sorted().toList() + ".",
                        "Name one of 'GET /api/accelerators'.", null));
    }

    private static boolean isProcessor(Accelerator accelerator) {
        return accelerator.info().kind() == AcceleratorInfo.Kind.CPU && accelerator.info().formats().contains(FORMAT);
    }

    private static String sha256(ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
