package io.sluice.rtsp.rtp;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.BitstreamException;
import io.sluice.media.codec.DecodeTimes;
import io.sluice.media.codec.Nal;
import io.sluice.media.codec.NalKind;
import io.sluice.media.codec.ParameterSets;
import io.sluice.media.codec.StreamFormats;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes access units of NAL units: decides where one ends, drops the damaged, takes parameter sets out and puts times
 * and
 * format on. Used by one thread.
 */
final class UnitAssembler implements Depacketizer.Receiver {

    private final Codec codec;
    private final ParameterSets sets;
    private final UnitBuffer buffer;
    private final MediaTimeline timeline;
    private final Consumer<AccessUnit> output;

    private Optional<StreamFormat> format = Optional.empty();
    private DecodeTimes decodeTimes = new DecodeTimes(0, 0);
    /** Pictures shown before the key frame a stream began with refer to what never came. */
    private long leadingBefore = Long.MIN_VALUE;
    private boolean discontinuity;

    private boolean open;
    private boolean sliced;
    private boolean key;
    private boolean damaged;
    private boolean headUnsure;
    private boolean headMissing;
    private long time;
    private long arrivalMicros;

    private long units;
    private long dropped;
    private long pictures;

    UnitAssembler(
            Codec codec,
            List<ByteBuffer> described,
            SlabPool pool,
            MediaTimeline timeline,
            Consumer<AccessUnit> output) {
        this.codec = codec;
        this.timeline = timeline;
        this.output = output;
        sets = new ParameterSets(codec);
        buffer = new UnitBuffer(pool);
        described.forEach(this::addParameterSet);
    }

    /** Units given out. */
    long units() {
        return units;
    }

    /** Units dropped for damage. */
    long dropped() {
        return dropped;
    }

    /** Pictures seen, whether given out or not. */
    long pictures() {
        return pictures;
    }

    boolean open() {
        return open;
    }

    /** Whether the unit under way has a slice. */
    boolean sliced() {
        return sliced;
    }

    /**
     * Begins a unit.
     *
     * @param presentation media time
     * @param headMayBeLost whether packets were lost right before, so that its first slices may be among them
     */
    void begin(long presentation, long nowMicros, boolean headMayBeLost) {
        open = true;
        time = presentation;
        arrivalMicros = nowMicros;
        headUnsure = headMayBeLost;
        headMissing = false;
    }

    /** Whether the unit under way was seen to begin in the middle of a picture. */
    boolean headMissing() {
        return headMissing;
    }

    /** Packets were lost: the unit under way misses some, and none may follow as if nothing had happened. */
    void lost() {
        discontinuity = true;
        damaged = open;
        // A fragment to come must not be joined to one before the gap.
        buffer.dropNal();
    }

    /** The next unit does not continue the last one. */
    void interrupted() {
        discontinuity = true;
    }

    @Override
    public void beginNal() {
        buffer.beginNal();
    }

    @Override
    public void append(ByteBuffer source, int offset, int length) {
        buffer.append(source, offset, length);
    }

    @Override
    public void append(int value) {
        buffer.append(value);
    }

    @Override
    public boolean inNal() {
        return buffer.inNal();
    }

    @Override
    public void damaged() {
        damaged = true;
        buffer.dropNal();
    }

    @Override
    public void endNal() {
        ByteBuffer nal = buffer.nal();
        if (nal.remaining() < Nal.headerSize(codec) || nal.get(0) < 0) {
            damaged();
            return;
        }
        NalKind kind = Nal.kind(codec, nal);
        switch (kind) {
            case VPS, SPS, PPS -> {
                addParameterSet(nal);
                buffer.dropNal();
            }
            case DELIMITER, UNSPECIFIED -> buffer.dropNal();
            case SLICE, KEY_SLICE -> {
                if (headUnsure && !Nal.firstSlice(codec, nal)) {
                    damaged = true;
                    headMissing = true;
                }
                headUnsure = false;
                sliced = true;
                key |= kind == NalKind.KEY_SLICE;
                buffer.keepNal();
            }
            default -> {
                key |= codec == Codec.H264 && Nal.recoveryPoint(nal);
                buffer.keepNal();
            }
        }
    }

    /** Ends the unit under way, and gives it out if it is whole and can be decoded. */
    void finish() {
        if (!open) {
            return;
        }
        boolean whole = sliced && !damaged && !buffer.inNal() && !buffer.full();
        pictures += sliced ? 1 : 0;
        if (whole && decodable()) {
            giveOut();
        } else if (!whole && (sliced || damaged)) {
            dropped++;
            discontinuity = true;
        }
        buffer.dropUnit();
        open = false;
        sliced = false;
        key = false;
        damaged = false;
    }

    void close() {
        buffer.close();
    }

    private boolean decodable() {
        boolean began = format.isPresent();
        if (key) {
            takeFormat();
            leadingBefore = began ? Long.MIN_VALUE : time;
        }
        return format.isPresent() && time >= leadingBefore;
    }

    private void takeFormat() {
        Optional<StreamFormat> latest;
        try {
            latest = sets.format();
        } catch (BitstreamException broken) {
            return;
        }
        if (latest.isPresent() && !latest.equals(format)) {
            format = latest;
            decodeTimes = DecodeTimes.of(StreamFormats.details(latest.get()));
        }
    }

    private void giveOut() {
        long decode = timeline.decodeAt(decodeTimes.next(time));
        long presentation = Math.max(time, decode);
        long wall = timeline.wallClock().at(MediaTimeline.microsOf(time), arrivalMicros);
        ByteBuffer data = buffer.takeUnit();
        AccessUnit unit = new AccessUnit(
                format.orElseThrow(), data, decode, presentation, wall, key, discontinuity, buffer.memory());
        discontinuity = false;
        units++;
        output.accept(unit);
    }

    private void addParameterSet(ByteBuffer set) {
        try {
            sets.add(set);
        } catch (BitstreamException broken) {
            // A broken set makes nothing worse than none: the last good ones stay in force.
            discontinuity = true;
        }
    }
}
