package io.sluice.compression.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.RejectedException;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import io.sluice.onnx.OnnxModel;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the worker says while it works. Used by one thread. */
final class Talk {

    private final Wire wire;

    Talk(Wire wire) {
        this.wire = wire;
    }

    /**
     * @param text a few words of English, of which the first names the phase
     * @param part of the whole that is done, 0 to 1
     */
    void progress(String text, double part) {
        ObjectNode body = Wire.object().put("phase", text.split(" ", 2)[0]).put("text", text).put("progress", part);
        send(Message.Type.PROGRESS, body, List.of());
    }

    /**
     * Asks how long models take on a device of the gateway: medians of runs in turns, in milliseconds.
     *
     * @throws RejectedException when the device does not take them
     */
    List<Double> millis(String device, List<OnnxModel> models) {
        List<NativeMemory> contents = new ArrayList<>();
        try {
            for (OnnxModel model : models) {
                NativeMemory content = NativeMemory.allocate(model.encodedSize());
                contents.add(content);
                model.writeTo(content.view());
                content.view().flip();
            }
            List<ByteBuffer> bytes = contents.stream().map(NativeMemory::view).toList();
            send(Message.Type.MEASURE, Wire.object().put("device", device), bytes);
            try (Message answer = wire.receive()) {
                if (answer.body().has("error")) {
                    throw new RejectedException("compression.device.unfit",
                            "The device " + device + " does not run it: " + answer.body().path("error").asText(),
                            "Choose another device.", null);
                }
                List<Double> millis = new ArrayList<>();
                answer.body().path("millis").forEach(one -> millis.add(one.asDouble()));
                return millis;
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            contents.forEach(NativeMemory::close);
        }
    }

    void send(Message.Type type, ObjectNode body, List<ByteBuffer> models) {
        try {
            wire.send(type, body, models);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
