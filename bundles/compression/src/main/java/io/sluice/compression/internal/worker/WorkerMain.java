package io.sluice.compression.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.RejectedException;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * One task in a process of its own: whatever a model does to ONNX Runtime, or a damaged recording to the decoder, and however
 * much memory it takes, the gateway records on. Ends with its task, or when the gateway does.
 */
public final class WorkerMain {

    private WorkerMain() {}

    /** Speaks by its standard input and output; takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        Wire wire = new Wire(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        // What a library prints must not stand among the messages.
        System.setOut(System.err);
        // Nobody may be left who works for a gateway that was killed.
        ProcessHandle.current().parent().ifPresent(gateway -> gateway.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        Talk talk = new Talk(wire);
        try (Message task = wire.receive()) {
            OnnxModel model = OnnxModel.parse(task.models().get(0).view());
            if (task.body().path("task").asText().equals("cut")) {
                new CutTask(talk).run(task.body(), model);
            } else {
                new CompressTask(talk).run(task.body(), model);
            }
        } catch (RejectedException refusal) {
            fault(talk, refusal.code(), refusal.getMessage(), refusal.remedy());
        } catch (OnnxException refusal) {
            fault(talk, "compression.model.unfit", "The model cannot be compressed or cut: " + refusal.getMessage() + ".",
                    "Export it again as one ONNX file of opset 13 or later, or leave it as it is.");
        } catch (OutOfMemoryError full) {
            fault(talk, "compression.memory.short", "The memory allowed does not suffice: " + full.getMessage() + ".",
                    "Raise 'heap.mb' of the configuration io.sluice.compression, or take fewer frames.");
        }
        System.exit(0);
    }

    private static void fault(Talk talk, String code, String message, String remedy) {
        ObjectNode body = Wire.object().put("code", code).put("message", message).put("remedy", remedy);
        talk.send(Message.Type.FAULT, body, List.of());
    }
}
