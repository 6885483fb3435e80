package io.sluice.models.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which licences are judged: that of the wall clock, unless this was set back, for that must not revive what has ended.
 * The latest time seen is kept on the disk, sealed by the gateway's key. A small step back is followed. A leap forward is only
 * believed once it has lasted for a while, so that a clock that was wrong for a moment, as before its first answer from a time
 * server, ends nothing for good. Thread-safe.
 */
final class LicenceClock extends Clock {

    static final String FILE = "clock";

    private static final Logger LOG = LoggerFactory.getLogger(LicenceClock.class);
    /** What time servers and people correct now and then. */
    private static final Duration SMALL_STEP = Duration.ofMinutes(10);
    /** Written so often, to spare the disk. */
    private static final Duration WRITE_EACH = Duration.ofMinutes(5);
    private static final Duration LEAP = Duration.ofHours(1);
    private static final Duration BELIEVED_AFTER = Duration.ofHours(1);

    private final Clock wall;
    private final LongSupplier nanos;
    private final Path file;
    private final Keys keys;
    private Instant latest = Instant.EPOCH;
    private Instant written = Instant.EPOCH;
    private Optional<Long> leapt = Optional.empty();
    private boolean read;

    /**
     * @param nanos a clock that nobody sets
     * @param file of the latest time seen
     */
    LicenceClock(Clock wall, LongSupplier nanos, Path file, Keys keys) {
        this.wall = wall;
        this.nanos = nanos;
        this.file = file;
        this.keys = keys;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = wall.instant();
        return setBack(now) ? latest : now;
    }

    /** What to say while the wall clock is behind. */
    synchronized Optional<String> trouble() {
        Instant now = wall.instant();
        return setBack(now) ? Optional.of("The gateway's clock says " + now + ", but " + latest
                + " was seen already: licences are judged by that.") : Optional.empty();
    }

    /** Nothing is earlier than this, as when something was imported. */
    synchronized void atLeast(Instant moment) {
        if (moment.isAfter(latest)) {
            latest = moment;
        }
    }

    /** Sees what time it is; to be called often. */
    synchronized void look() {
        if (!read) {
            read();
        }
        Instant now = wall.instant();
        if (!now.isAfter(latest)) {
            leapt = Optional.empty();
        } else if (Duration.between(latest, now).compareTo(LEAP) <= 0) {
            leapt = Optional.empty();
            latest = now;
            write();
        } else if (leapt.isEmpty()) {
            leapt = Optional.of(nanos.getAsLong());
        } else if (nanos.getAsLong() - leapt.get() >= BELIEVED_AFTER.toNanos()) {
            leapt = Optional.empty();
            latest = now;
            write();
        }
    }

    private boolean setBack(Instant now) {
        return now.isBefore(latest.minus(SMALL_STEP));
    }

    /** With another key than it was sealed with it says nothing; a key that is restored is tried at the next look. */
    private void read() {
        if (keys.current().isEmpty()) {
            return;
        }
        read = true;
        try {
            String[] lines = Files.exists(file) ? Files.readString(file).split("\n", 3) : new String[0];
            if (lines.length < 2) {
                return;
            }
            byte[] moment = lines[1].getBytes(StandardCharsets.US_ASCII);
            if (keys.current().orElseThrow().sealedBy(lines[0], moment)) {
                written = Instant.parse(lines[1]);
                atLeast(written);
            } else {
                LOG.warn("{} is not sealed by this gateway's key and is not believed", file);
            }
        } catch (IOException | DateTimeException error) {
            LOG.warn("{} cannot be read", file, error);
        }
    }

    private void write() {
        Optional<GatewayKey> key = keys.current();
        if (key.isEmpty() || Duration.between(written, latest).compareTo(WRITE_EACH) < 0) {
            return;
        }
        String moment = latest.toString();
        try {
            String seal = key.get().seal(moment.getBytes(StandardCharsets.US_ASCII));
            Durable.write(file, (seal + "\n" + moment + "\n").getBytes(StandardCharsets.US_ASCII));
            written = latest;
        } catch (IOException error) {
            LOG.debug("{} cannot be written now", file, error);
        }
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return wall.withZone(zone);
    }
}
