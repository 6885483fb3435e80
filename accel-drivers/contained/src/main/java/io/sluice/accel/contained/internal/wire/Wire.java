package io.sluice.accel.contained.internal.wire;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Precision;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** How the API's values are written into frames. Both sides are of one bundle, so the form has no versions. */
public final class Wire {

    /** First frames of the gateway: what the link is for. */
    public static final byte DEVICES = 1;
    public static final byte READINGS = 2;
    public static final byte LOAD = 3;
    public static final byte BIND = 4;
    public static final byte STATUSES = 8;
    public static final byte RELEASE = 9;
    /** Later frames of the gateway. */
    public static final byte MAP = 5;
    public static final byte RUN = 6;
    public static final byte CLOSE = 7;
    /** Answers. */
    public static final byte OK = 10;
    public static final byte FAILED = 11;
    public static final byte GROW = 12;

    private static final byte REJECTED = 1;
    private static final byte UNAVAILABLE = 2;

    private Wire() {}

    public static void putInfo(ByteBuffer frame, AcceleratorInfo info) {
        frame.put((byte) info.kind().ordinal());
        Link.putText(frame, info.vendor());
        Link.putText(frame, info.chip());
        Link.putText(frame, info.driver());
        Link.putText(frame, info.location());
        frame.put((byte) info.formats().size());
        info.formats().forEach(format -> Link.putText(frame, format));
        frame.put((byte) info.operations().size());
        info.operations().forEach((precision, tops) -> frame.put((byte) precision.ordinal()).putDouble(tops));
        frame.putLong(info.memoryBytes()).putInt(info.lanes());
    }

    public static AcceleratorInfo getInfo(ByteBuffer frame) {
        AcceleratorInfo.Kind kind = AcceleratorInfo.Kind.values()[frame.get()];
        String vendor = Link.getText(frame);
        String chip = Link.getText(frame);
        String driver = Link.getText(frame);
        String location = Link.getText(frame);
        Set<String> formats = new LinkedHashSet<>();
        for (int left = frame.get(); left > 0; left--) {
            formats.add(Link.getText(frame));
        }
        Map<Precision, Double> operations = new EnumMap<>(Precision.class);
        for (int left = frame.get(); left > 0; left--) {
            operations.put(Precision.values()[frame.get()], frame.getDouble());
        }
        return new AcceleratorInfo(
                kind, vendor, chip, driver, location, formats, operations, frame.getLong(), frame.getInt());
    }

    public static void putReadings(ByteBuffer frame, AcceleratorReadings readings) {
        frame.putDouble(readings.utilisation().orElse(Double.NaN))
                .putDouble(readings.celsius().orElse(Double.NaN))
                .putLong(readings.memoryUsed().orElse(-1))
                .put((byte) (readings.throttled() ? 1 : 0));
    }

    public static AcceleratorReadings getReadings(ByteBuffer frame) {
        return new AcceleratorReadings(present(frame.getDouble()), present(frame.getDouble()),
                positive(frame.getLong()), frame.get() == 1);
    }

    private static OptionalDouble present(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalLong positive(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public static void putSpecs(ByteBuffer frame, List<TensorSpec> specs) {
        frame.putShort((short) specs.size());
        for (TensorSpec spec : specs) {
            Link.putText(frame, spec.name());
            frame.put((byte) spec.type().ordinal());
            putShape(frame, spec.shape().stream().mapToLong(Long::longValue).toArray());
        }
    }

    public static List<TensorSpec> getSpecs(ByteBuffer frame) {
        List<TensorSpec> specs = new ArrayList<>();
        for (int left = frame.getShort(); left > 0; left--) {
            String name = Link.getText(frame);
            TensorSpec.ElementType type = TensorSpec.ElementType.values()[frame.get()];
            List<Long> shape = new ArrayList<>();
            for (long size : getShape(frame)) {
                shape.add(size);
            }
            specs.add(new TensorSpec(name, type, shape));
        }
        return specs;
    }

    public static void putShape(ByteBuffer frame, long[] shape) {
        frame.put((byte) shape.length);
        for (long size : shape) {
            frame.putLong(size);
        }
    }

    public static long[] getShape(ByteBuffer frame) {
        long[] shape = new long[frame.get()];
        for (int index = 0; index < shape.length; index++) {
            shape[index] = frame.getLong();
        }
        return shape;
    }

    /** As the tensors are in a run of so many pictures: that is their first dimension. Of one they are as the model has them. */
    public static List<TensorSpec> ofPictures(List<TensorSpec> specs, int pictures) {
        return pictures == 1 ? specs : specs.stream().map(spec -> ofPictures(spec, pictures)).toList();
    }

    private static TensorSpec ofPictures(TensorSpec spec, int pictures) {
        List<Long> shape = new ArrayList<>(spec.shape());
        shape.set(0, (long) pictures);
        return new TensorSpec(spec.name(), spec.type(), shape);
    }

    /** Whether every size of a shape is known before a run. */
    public static boolean fixed(TensorSpec spec) {
        return spec.shape().stream().allMatch(size -> size >= 0);
    }

    /** What the driver answered instead; what is no error of the API was not meant to leave it, and is told as it is. */
    public static void putFailure(ByteBuffer frame, Throwable failure) {
        if (failure instanceof SluiceException known) {
            frame.put(known instanceof RejectedException ? REJECTED : UNAVAILABLE);
            Link.putText(frame, known.code());
            Link.putText(frame, known.getMessage());
            Link.putText(frame, known.remedy());
            return;
        }
        frame.put(UNAVAILABLE);
        Link.putText(frame, "accelerator.run.failed");
        Link.putText(frame, "The driver failed: " + failure);
        Link.putText(frame, "");
    }

    public static SluiceException getFailure(ByteBuffer frame) {
        byte kind = frame.get();
        String code = Link.getText(frame);
        String message = Link.getText(frame);
        String remedy = Link.getText(frame);
        return kind == REJECTED
                ? new RejectedException(code, message, remedy, null)
                : new UnavailableException(code, message, remedy, null);
    }
}
