package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.SharedMemory;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Tensors in memory that the driver's process maps as well: the caller writes and reads them in place, and a run passes a
 * few bytes. After a crash they stay readable until closed, but cannot run any more.
 */
final class RemoteBinding implements Binding {

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;

    private final String model;
    private final Child child;
    private final Link link;
    private final Culprits culprits;
    private final Call call;
    private final SharedMemory[] inputs;
    private final SharedMemory[] outputs;
    private final ByteBuffer[] views;
    private final long[][] shapes;
    /** Whose shapes come with each run. */
    private final boolean[] open;
    private boolean closed;

    /** Takes over the link when this returns. @param answer to the question that bound it */
    RemoteBinding(String model, List<TensorSpec> specs, ByteBuffer answer, Child child, Link link, Settings settings,
            Culprits culprits) throws IOException {
        this.model = model;
        this.child = child;
        this.link = link;
        this.culprits = culprits;
        call = child.watch(model, settings.runLimit());
        inputs = new SharedMemory[answer.getShort()];
        long[] sizes = sizes(answer, inputs.length);
        outputs = new SharedMemory[answer.getShort()];
        long[] outputSizes = sizes(answer, outputs.length);
        views = new ByteBuffer[outputs.length];
        shapes = new long[outputs.length][];
        open = new boolean[outputs.length];
        for (int index = 0; index < outputs.length; index++) {
            open[index] = !Wire.fixed(specs.get(index));
            shapes[index] = specs.get(index).shape().stream().mapToLong(Long::longValue).toArray();
        }
        try {
            share(sizes, outputSizes);
        } catch (IOException | RuntimeException failed) {
            free();
            throw failed;
        }
    }

    private static long[] sizes(ByteBuffer answer, int count) {
        long[] sizes = new long[count];
        for (int index = 0; index < count; index++) {
            sizes[index] = answer.getInt();
        }
        return sizes;
    }

    private void share(long[] inputSizes, long[] outputSizes) throws IOException {
        for (int index = 0; index < inputs.length; index++) {
            inputs[index] = child.share(inputSizes[index]);
            map(INPUT, index, inputs[index]);
        }
        for (int index = 0; index < outputs.length; index++) {
            outputs[index] = child.share(outputSizes[index]);
            views[index] = outputs[index].view();
            map(OUTPUT, index, outputs[index]);
        }
    }

    private void map(int direction, int index, SharedMemory memory) throws IOException {
        ask(direction, index, memory);
        link.receive();
        memory.unlink();
    }

    private void ask(int direction, int index, SharedMemory memory) throws IOException {
        ByteBuffer request = link.begin(Wire.MAP).putShort((short) 1).put((byte) direction).putShort((short) index)
                .putInt(memory.view().capacity());
        Link.putText(request, memory.file().toString());
        link.send();
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs[index].view();
    }

    @Override
    public ByteBuffer output(int index) {
        return views[index];
    }

    @Override
    public long[] outputShape(int index) {
        return shapes[index].clone();
    }

    @Override
    public void run() {
        if (closed) {
            throw new UnavailableException("accelerator.binding.closed", "The binding is closed.", "", null);
        }
        boolean turn = culprits.enter();
        call.begin();
        try {
            link.begin(Wire.RUN);
            link.send();
            ByteBuffer answer = link.receive();
            byte kind = answer.get();
            while (kind == Wire.GROW) {
                SharedMemory larger = grow(answer.getShort(), answer.getInt());
                answer = link.receive();
                kind = answer.get();
                // The other side has mapped it, or it would not have answered.
                larger.unlink();
            }
            if (kind == Wire.FAILED) {
                throw Wire.getFailure(answer);
            }
            take(answer);
            culprits.succeeded(model);
            child.worked();
        } catch (IOException gone) {
            throw child.failure(gone);
        } finally {
            call.end();
            culprits.leave(turn);
        }
    }

    private void take(ByteBuffer answer) {
        for (int index = 0; index < outputs.length; index++) {
            if (open[index]) {
                shapes[index] = Wire.getShape(answer);
                int bytes = answer.getInt();
                if (views[index].capacity() != bytes) {
                    ByteBuffer whole = outputs[index].view();
                    views[index] = whole.slice(0, bytes).order(whole.order());
                }
            }
        }
    }

    /** An output turned out larger than any before. */
    private SharedMemory grow(int index, int bytes) throws IOException {
        SharedMemory larger = child.share(bytes + bytes / 2L);
        outputs[index].close();
        outputs[index] = larger;
        views[index] = larger.view();
        ask(OUTPUT, index, larger);
        return larger;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            free();
        }
    }

    private void free() {
        link.close();
        child.forget(call);
        for (SharedMemory memory : inputs) {
            free(memory);
        }
        for (SharedMemory memory : outputs) {
            free(memory);
        }
    }

    private static void free(SharedMemory memory) {
        if (memory != null) {
            memory.unlink();
            memory.close();
        }
    }
}
