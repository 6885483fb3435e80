package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A device of the driver in the other process. Lives no longer than that process: the next one's is another. */
final class RemoteAccelerator implements Accelerator, AutoCloseable {

    private final String id;
    private final AcceleratorInfo info;
    private final Child child;
    private final Settings settings;
    private final Culprits culprits;
    private final Runnable onRelease;
    private final Set<RemoteSession> sessions = ConcurrentHashMap.newKeySet();
    private final Link readings;
    private final Call reading;
    private AcceleratorReadings latest = AcceleratorReadings.NONE;

    /** @param onRelease told that models shall have another chance; returns at once */
    RemoteAccelerator(String id, AcceleratorInfo info, Child child, Settings settings, Culprits culprits,
            Runnable onRelease) {
        this.id = id;
        this.info = info;
        this.child = child;
        this.settings = settings;
        this.culprits = culprits;
        this.onRelease = onRelease;
        readings = child.connect();
        reading = child.watch("", settings.runLimit());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public AcceleratorInfo info() {
        return info;
    }

    /** What was read last when the process does not answer any more. */
    @Override
    public synchronized AcceleratorReadings readings() {
        reading.begin();
        try {
            Link.putText(readings.begin(Wire.READINGS), id);
            readings.send();
            ByteBuffer answer = readings.receive();
            if (answer.get() == Wire.OK) {
                latest = Wire.getReadings(answer);
            }
        } catch (IOException gone) {
            latest = AcceleratorReadings.NONE;
        } finally {
            reading.end();
        }
        return latest;
    }

    @Override
    public InferenceSession load(ModelData model) {
        String key = Culprits.key(model);
        culprits.check(key);
        boolean turn = culprits.enter();
        Link link = child.connect();
        Call call = child.watch(key, settings.loadLimit());
        try {
            call.begin();
            ByteBuffer answer = ask(link, model);
            if (answer.get() == Wire.FAILED) {
                throw Wire.getFailure(answer);
            }
            RemoteSession session = new RemoteSession(key, model, answer, child, link, settings, culprits, sessions::remove);
            sessions.add(session);
            return session;
        } catch (IOException gone) {
            link.close();
            throw child.failure(gone);
        } catch (SluiceException refused) {
            link.close();
            throw refused;
        } finally {
            call.end();
            child.forget(call);
            culprits.leave(turn);
        }
    }

    private ByteBuffer ask(Link link, ModelData model) throws IOException {
        ByteBuffer request = link.begin(Wire.LOAD);
        Link.putText(request, id);
        Link.putText(request, model.name());
        Link.putText(request, model.format());
        Link.putText(request, model.sha256());
        if (model.file().isPresent()) {
            Link.putText(request, model.file().get().toAbsolutePath().toString());
            link.send();
            return link.receive();
        }
        Link.putText(request, "");
        PlainContent.send(link, request, model);
        return link.receive();
    }

    @Override
    public void releaseQuarantine() {
        onRelease.run();
    }

    /** Closes its sessions. Idempotent. */
    @Override
    public void close() {
        sessions.forEach(RemoteSession::close);
        child.forget(reading);
        readings.close();
    }
}
