package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.InferenceSession;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One session as long as its link lives. */
final class SessionService {

    private final Link link;
    private final Devices devices;
    private final int number;
    private final Map<Integer, Loaded> sessions;

    SessionService(Link link, Devices devices, int number, Map<Integer, Loaded> sessions) {
        this.link = link;
        this.devices = devices;
        this.number = number;
        this.sessions = sessions;
    }

    void serve(ByteBuffer request) throws IOException {
        Loaded loaded;
        try {
            loaded = load(request);
        } catch (IOException ended) {
            throw ended;
        } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
            Wire.putFailure(link.begin(Wire.FAILED), failed);
            link.send();
            return;
        }
        try (InferenceSession session = loaded.session()) {
            sessions.put(number, loaded);
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

    private Loaded load(ByteBuffer request) throws IOException {
        String device = Link.getText(request);
        String name = Link.getText(request);
        String format = Link.getText(request);
        String sha256 = Link.getText(request);
        String file = Link.getText(request);
        if (!file.isEmpty()) {
            return new Loaded(
                    devices.get(device).load(new FileModel(Path.of(file), format, sha256)), Optional.empty());
        }
        try (SentContent content = SentContent.receive(link, request.getLong())) {
            SentModel model = new SentModel(name, format, sha256);
            return new Loaded(model.with(content, () -> devices.get(device).load(model)), Optional.of(model));
        }
    }
}
