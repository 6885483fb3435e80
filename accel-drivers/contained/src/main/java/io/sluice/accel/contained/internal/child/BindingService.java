package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.SharedMemory;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One binding as long as its link lives. The driver's tensors are its own, for a chip wants its memory in places of its
 * choosing: inputs are copied to them from the shared memory, outputs from them, each once.
 */
final class BindingService {

    private final Link link;
    private Binding binding;
    private SharedMemory[] inputs = {};
    private SharedMemory[] outputs = {};
    /** Whose shapes are told after each run. */
    private boolean[] open = {};

    BindingService(Link link) {
        this.link = link;
    }

    /**
     * @param loaded empty when the gateway closed it meanwhile
     * @param request the rest of it: how many pictures, and how many bytes of the model follow
     */
    void serve(Optional<Loaded> loaded, ByteBuffer request) throws IOException {
        int pictures = request.getInt();
        long bytes = request.getLong();
        // Before all else: the other side does not listen until it has sent them.
        try (SentContent content = SentContent.receive(link, bytes)) {
            bind(loaded.orElseThrow(() -> new UnavailableException(
                    "accelerator.session.closed", "The model is not loaded any more.", "", null)), pictures, content);
        } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
            Wire.putFailure(link.begin(Wire.FAILED), failed);
            link.send();
            return;
        }
        try {
            describe();
            link.send();
            while (true) {
                answer(link.receive());
                link.send();
            }
        } finally {
            binding.close();
            for (SharedMemory memory : inputs) {
                close(memory);
            }
            for (SharedMemory memory : outputs) {
                close(memory);
            }
        }
    }

    private void bind(Loaded loaded, int pictures, SentContent content) {
        InferenceSession session = loaded.session();
        binding = pictures == 1 || loaded.sent().isEmpty()
                ? session.bind(pictures)
                : loaded.sent().get().with(content, () -> session.bind(pictures));
        inputs = new SharedMemory[session.inputs().size()];
        outputs = new SharedMemory[session.outputs().size()];
        open = new boolean[outputs.length];
        List<TensorSpec> outputSpecs = Wire.ofPictures(session.outputs(), pictures);
        for (int index = 0; index < open.length; index++) {
            open[index] = !Wire.fixed(outputSpecs.get(index));
        }
    }

    private void describe() {
        ByteBuffer answer = link.begin(Wire.OK).putShort((short) inputs.length);
        for (int index = 0; index < inputs.length; index++) {
            answer.putInt(binding.input(index).capacity());
        }
        answer.putShort((short) outputs.length);
        for (int index = 0; index < outputs.length; index++) {
            answer.putInt(binding.output(index).capacity());
        }
    }

    private void answer(ByteBuffer request) throws IOException {
        if (request.get() == Wire.MAP) {
            map(request);
            link.begin(Wire.OK);
            return;
        }
        try {
            for (int index = 0; index < inputs.length; index++) {
                ByteBuffer own = binding.input(index);
                own.put(0, inputs[index].view(), 0, own.capacity());
            }
            binding.run();
            grow();
            for (int index = 0; index < outputs.length; index++) {
                ByteBuffer own = binding.output(index);
                outputs[index].view().put(0, own, 0, own.capacity());
            }
            ByteBuffer answer = link.begin(Wire.OK);
            for (int index = 0; index < outputs.length; index++) {
                if (open[index]) {
                    Wire.putShape(answer, binding.outputShape(index));
                    answer.putInt(binding.output(index).capacity());
                }
            }
        } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
            Wire.putFailure(link.begin(Wire.FAILED), failed);
        }
    }

    /** Asks for more memory where an output turned out larger than any before. */
    private void grow() throws IOException {
        for (int index = 0; index < outputs.length; index++) {
            if (binding.output(index).capacity() > outputs[index].view().capacity()) {
                link.begin(Wire.GROW).putShort((short) index).putInt(binding.output(index).capacity());
                link.send();
                ByteBuffer answer = link.receive();
                answer.get();
                map(answer);
            }
        }
    }

    private void map(ByteBuffer request) throws IOException {
        for (int left = request.getShort(); left > 0; left--) {
            SharedMemory[] tensors = request.get() == 0 ? inputs : outputs;
            int index = request.getShort();
            int bytes = request.getInt();
            close(tensors[index]);
            tensors[index] = SharedMemory.open(Path.of(Link.getText(request)), bytes);
        }
    }

    private static void close(SharedMemory memory) {
        if (memory != null) {
            memory.close();
        }
    }
}
