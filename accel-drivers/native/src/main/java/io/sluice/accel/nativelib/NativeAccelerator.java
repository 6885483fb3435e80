package io.sluice.accel.nativelib;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device of a vendor's library. Owns its sessions, closes them with itself, and is freed when the last of them is.
 * Thread-safe.
 */
public abstract class NativeAccelerator implements HostedAccelerator {

    private static final Logger LOG = LoggerFactory.getLogger(NativeAccelerator.class);

    private final String id;
    private final AcceleratorInfo info;
    private final SharedHandle handle;
    private final Set<NativeSession> sessions = new HashSet<>();
    private volatile Consumer<UnavailableException> lostListener = lost -> {};
    private boolean gone;

    /** @param releases gives back all that this device took */
    protected NativeAccelerator(String id, AcceleratorInfo info, Releases releases) {
        this.id = id;
        this.info = info;
        handle = new SharedHandle(releases::close);
    }

    /**
     * Loads a model.
     *
     * @param content plain, direct and read-only, valid during the call only
     * @param releases what is taken is to be put there
     */
    protected abstract NativeSession load(ModelData model, ByteBuffer content, Releases releases);

    /** How the device is at this moment; called while it is held, within a few milliseconds. */
    protected abstract AcceleratorReadings read();

    @Override
    public final AcceleratorReadings readings() {
        if (!handle.acquire()) {
            return AcceleratorReadings.NONE;
        }
        try {
            return read();
        } catch (RuntimeException unreadable) {
            LOG.debug("{} does not tell how it is", id, unreadable);
            return AcceleratorReadings.NONE;
        } finally {
            handle.release();
        }
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final AcceleratorInfo info() {
        return info;
    }

    @Override
    public final InferenceSession load(ModelData model) {
        if (!info.formats().contains(model.format())) {
            throw Failures.formatUnfit(model.name(), model.format(), id);
        }
        if (!handle.acquire()) {
            throw Failures.gone(id);
        }
        long begun = System.nanoTime();
        NativeSession session = loadHeld(model);
        synchronized (sessions) {
            if (!gone) {
                sessions.add(session);
                LOG.info("Loaded {} on {} in {} ms", model.name(), id, (System.nanoTime() - begun) / 1_000_000);
                return session;
            }
        }
        session.close();
        throw Failures.gone(id);
    }

    @Override
    public final void close() {
        List<NativeSession> open;
        synchronized (sessions) {
            gone = true;
            open = List.copyOf(sessions);
        }
        open.forEach(NativeSession::close);
        handle.close();
    }

    @Override
    public final void onLost(Consumer<UnavailableException> listener) {
        lostListener = listener;
    }

    final void noteFailure(UnavailableException failed) {
        if (failed.code().equals(Failures.DEVICE_LOST)) {
            lostListener.accept(failed);
        }
    }

    final void forget(NativeSession session) {
        synchronized (sessions) {
            sessions.remove(session);
        }
    }

    /** A session has been freed. */
    final void leave() {
        handle.release();
    }

    /** With the device held for the session to come. */
    private NativeSession loadHeld(ModelData model) {
        Releases releases = new Releases();
        try (ModelData.Content content = model.open()) {
            return load(model, content.bytes(), releases);
        } catch (RuntimeException | Error failed) {
            releases.close();
            handle.release();
            if (failed instanceof UnavailableException unavailable) {
                noteFailure(unavailable);
            }
            throw failed;
        }
    }
}
