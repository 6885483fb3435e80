package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A model loaded in the other process, for as long as its link lives. */
final class RemoteSession implements InferenceSession {

    private final String model;
    private final ModelData data;
    private final Child child;
    private final Link link;
    private final Settings settings;
    private final Culprits culprits;
    private final Consumer<RemoteSession> onClose;
    private final int number;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private boolean closed;

    /**
     * Takes over the link.
     *
     * @param model its key among those that may end the process
     * @param data opened again where the driver may load it again, for several pictures
     * @param answer to the question that loaded it
     */
    RemoteSession(String model, ModelData data, ByteBuffer answer, Child child, Link link, Settings settings,
            Culprits culprits, Consumer<RemoteSession> onClose) {
        this.model = model;
        this.data = data;
        this.child = child;
        this.link = link;
        this.settings = settings;
        this.culprits = culprits;
        this.onClose = onClose;
        number = answer.getInt();
        inputs = Wire.getSpecs(answer);
        outputs = Wire.getSpecs(answer);
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public Binding bind() {
        return bind(1);
    }

    @Override
    public Binding bind(int pictures) {
        if (pictures < 1) {
            throw new IllegalArgumentException("pictures: " + pictures);
        }
        culprits.check(model);
        boolean turn = culprits.enter();
        Link own = child.connect();
        Call call = child.watch(model, settings.loadLimit());
        try {
            call.begin();
            ask(own, pictures);
            ByteBuffer answer = own.receive();
            if (answer.get() == Wire.FAILED) {
                throw Wire.getFailure(answer);
            }
            return new RemoteBinding(
                    model, Wire.ofPictures(outputs, pictures), answer, child, own, settings, culprits);
        } catch (IOException gone) {
            own.close();
            throw child.failure(gone);
        } catch (SluiceException refused) {
            own.close();
            throw refused;
        } finally {
            call.end();
            child.forget(call);
            culprits.leave(turn);
        }
    }

    private void ask(Link own, int pictures) throws IOException {
        ByteBuffer request = own.begin(Wire.BIND).putInt(number).putInt(pictures);
        if (pictures > 1 && data.file().isEmpty()) {
            PlainContent.send(own, request, data);
            return;
        }
        request.putLong(0);
        own.send();
    }

    /** Waits for the runs in flight, as the driver does. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Call call = child.watch(model, settings.loadLimit());
        call.begin();
        try {
            link.begin(Wire.CLOSE);
            link.send();
            link.receive();
        } catch (IOException gone) {
            // With its process.
        } finally {
            call.end();
            child.forget(call);
            link.close();
        }
        onClose.accept(this);
    }
}
