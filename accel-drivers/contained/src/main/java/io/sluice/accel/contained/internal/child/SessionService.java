package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.InferenceSession;
import io.sluice.support.model.FileModel;
import io.sluice.support.model.MemoryModel;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/** One session as long as its link lives. */
final class SessionService {

    private final Link link;
    private final Devices devices;
    private final int number;
    private final Map<Integer, InferenceSession> sessions;

    SessionService(Link link, Devices devices, int number, Map<Integer, InferenceSession> sessions) {
        this.link = link;
        this.devices = devices;
        this.number = number;
        this.sessions = sessions;
    }

    void serve(ByteBuffer request) throws IOException {
        InferenceSession session;
        try {
            session = load(request);
        } catch (IOException ended) {
            throw ended;
        } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
            Wire.putFailure(link.begin(Wire.FAILED), failed);
            link.send();
            return;
        }
        try (session) {
            sessions.put(number, session);
            ByteBuffer answer = link.begin(Wire.OK).putInt(number);
            Wire.putSpecs(answer, session.inputs());
            Wire.putSpecs(answer, session.outputs());
            link.send();
            link.receive();
            sessions.remove(number);
            session.close();
            link.begin(Wire.OK);
            link.send();
        } finally {
            sessions.remove(number);
        }
    }

    private InferenceSession load(ByteBuffer request) throws IOException {
        String device = Link.getText(request);
        String name = Link.getText(request);
        String format = Link.getText(request);
        String sha256 = Link.getText(request);
        String file = Link.getText(request);
        if (!file.isEmpty()) {
            return devices.get(device).load(new FileModel(Path.of(file), format, sha256));
        }
        try (NativeMemory memory = NativeMemory.allocate(request.getLong())) {
            ByteBuffer content = memory.view();
            try {
                link.receiveRaw(content);
                return devices.get(device).load(new MemoryModel(name, format, sha256, content.clear()));
            } finally {
                // It was encrypted where it lies.
                for (int at = 0; at < content.capacity(); at++) {
                    content.put(at, (byte) 0);
                }
            }
        }
    }
}
