package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A model loaded in the other process, for as long as its link lives. */
final class RemoteSession implements InferenceSession {

    private final String model;
    private final Child child;
    private final Link link;
    private final Settings settings;
    private final Culprits culprits;
    private final Consumer<RemoteSession> onClose;
    private final int number;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private boolean closed;

    /** Takes over the link. @param answer to the question that loaded it */
    RemoteSession(String model, ByteBuffer answer, Child child, Link link, Settings settings, Culprits culprits,
            Consumer<RemoteSession> onClose) {
        this.model = model;
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
        culprits.check(model);
        boolean turn = culprits.enter();
        Link own = child.connect();
        Call call = child.watch(model, settings.loadLimit());
        try {
            call.begin();
            own.begin(Wire.BIND).putInt(number);
            own.send();
            ByteBuffer answer = own.receive();
            if (answer.get() == Wire.FAILED) {
                throw Wire.getFailure(answer);
            }
            return new RemoteBinding(model, outputs, answer, child, own, settings, culprits);
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
