package io.sluice.compression.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.compression.internal.job.Job;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One task done by a process of its own, which ends with it. */
final class Worker {

    private final WorkerProgram program;
    private final Devices devices;
    private final Duration limit;

    Worker(WorkerProgram program, Devices devices, Duration limit) {
        this.program = program;
        this.devices = devices;
        this.limit = limit;
    }

    /**
     * Does a task.
     *
     * @param model plain content; the caller's
     * @return the result; the caller closes it
     * @throws SluiceException why there is none
     * @throws InterruptedException when the thread was; the process has ended then
     */
    Message run(ObjectNode task, ByteBuffer model, MemoryFolder folder, Job job) throws InterruptedException {
        Process process;
        try {
            process = program.start(folder);
        } catch (IOException error) {
            throw new UnavailableException("compression.worker.died",
                    "The process that compresses cannot be started: " + error.getMessage() + ".", "Repeat the job.", error);
        }
        LastWords words = new LastWords(process.getErrorStream());
        FutureTask<Message> talk = new FutureTask<>(() -> talk(process, task, model, job));
        Thread thread = new Thread(talk, "compression-talk");
        thread.setDaemon(true);
        thread.start();
        try {
            return talk.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new UnavailableException("compression.time.over",
                    "The job had not ended after " + limit.toMinutes() + " minutes.",
                    "Take fewer frames, or raise 'most.minutes' of the configuration io.sluice.compression.", late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SluiceException ours) {
                throw ours;
            }
            process.waitFor(5, TimeUnit.SECONDS);
            throw new UnavailableException("compression.worker.died",
                    "The process that compresses ended before its task (" + ending(process) + "): " + words.text(),
                    "Repeat the job; if it ends so again, this model cannot be compressed here.", failed.getCause());
        } finally {
            end(process, thread);
        }
    }

    private Message talk(Process process, ObjectNode task, ByteBuffer model, Job job) throws IOException {
        Wire wire = new Wire(process.getInputStream(), process.getOutputStream());
        wire.send(Message.Type.TASK, task, List.of(model));
        while (true) {
            Message message = wire.receive();
            switch (message.type()) {
                case PROGRESS -> job.progress(message.body().path("phase").asText(),
                        message.body().path("text").asText(), message.body().path("progress").asDouble());
                case MEASURE -> measure(wire, message);
                case RESULT -> {
                    return message;
                }
                case FAULT -> throw new RejectedException(message.body().path("code").asText(),
                        message.body().path("message").asText(), message.body().path("remedy").asText(), null);
                default -> throw new IOException("nobody asked: " + message.type());
            }
        }
    }

    private void measure(Wire wire, Message question) throws IOException {
        ObjectNode answer = Wire.object();
        try (question) {
            List<ByteBuffer> models = question.models().stream().map(NativeMemory::bytes).toList();
            ArrayNode millis = answer.putArray("millis");
            for (double one : devices.millis(question.body().path("device").asText(), models)) {
                millis.add(one);
            }
        } catch (SluiceException refusal) {
            answer.put("error", refusal.getMessage());
        }
        wire.send(Message.Type.MEASURED, answer, List.of());
    }

    /** Whatever it is doing; what it holds is in memory only and goes with it. */
    private static void end(Process process, Thread talk) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        talk.join(TimeUnit.SECONDS.toMillis(10));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String ending(Process process) {
        return process.isAlive() ? "it closed its output" : "exit code " + process.exitValue();
    }
}
