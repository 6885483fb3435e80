package io.sluice.runner.inference.internal;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureLooks;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of inference on what another task found: its algorithm looks at the part of the picture behind each box, or at the whole
 * one where there is none. Each result gives one, under a key made of its own. One thread of its own, which alone looks and emits.
 */
final class SecondStageRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(SecondStageRun.class);
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final long STOP_MILLIS = 5000;

    private final String source;
    private final Services services;
    private final TaskContext context;
    private final KeptResults waiting;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private Optional<PictureLooks.Look> look = Optional.empty();
    private volatile Plan plan;
    private volatile long emitted;
    private volatile long without;
    private volatile boolean changed;
    private volatile boolean paused;
    private volatile boolean closed;

    /** @param source id of the task whose results it takes */
    SecondStageRun(Plan plan, String source, Services services, TaskContext context) {
        this.plan = plan;
        this.source = source;
        this.services = services;
        this.context = context;
        waiting = new KeptResults(context.scratch());
        thread = new Thread(this::work, "second-stage");
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    @Override
    public void take(TaskResultBody result) {
        if (!result.taskId().equals(source)) {
            throw new RejectedException("runner.input.unexpected", "Results of task " + result.taskId() + " are not waited for.", "", null);
        }
        if (picture(result).isEmpty()) {
            // Nothing that could be looked at; refusing it would keep what follows from coming.
            without++;
            return;
        }
        waiting.add(result);
        news.release();
    }

    @Override
    public void pause() {
        paused = true;
        news.release();
    }

    @Override
    public void resume() {
        paused = false;
        news.release();
    }

    @Override
    public void change(JsonObject arguments) {
        plan = plan.arguments(arguments);
        changed = true;
        news.release();
    }

    @Override
    public JsonObject occupied() {
        return JsonObject.builder().put("ResultsWaiting", waiting.size()).put("ResultsEmitted", emitted)
                .put("ResultsWithoutPicture", without).build();
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            // Not interrupted: that would close the files which it may be at.
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (!closed) {
                if (paused || changed) {
                    changed = false;
                    closeLook();
                }
                if (paused || !step()) {
                    news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("A second stage was ended", stopped);
        } catch (RuntimeException error) {
            LOG.error("A second stage failed", error);
            context.failed(ExceptionCode.RUNNING_FAILED, "It cannot look at results: " + error);
        } finally {
            closeLook();
        }
    }

    /** @return whether there may be more to do at once */
    private boolean step() {
        Optional<TaskResultBody> result = waiting.first();
        if (result.isEmpty()) {
            return false;
        }
        try {
            List<AnalysisResult> parts = parts(result.get());
            context.emit(key(result.get()), Instant.ofEpochMilli(result.get().ts()), told(result.get(), parts));
            waiting.removeFirst();
            emitted++;
            return true;
        } catch (UnavailableException later) {
            LOG.debug("A second stage waits", later);
            closeLook();
            return false;
        }
    }

    private List<AnalysisResult> parts(TaskResultBody result) {
        PictureFile picture = picture(result).orElseThrow();
        List<AnalysisResult> parts = new ArrayList<>();
        List<AnalysisResult> found = result.taskResultData().analysisResult().orElse(List.of());
        boolean boxes = false;
        for (int index = 0; index < found.size(); index++) {
            Optional<Region> box = Parts.box(found.get(index));
            if (box.isPresent()) {
                boxes = true;
                parts.addAll(look(picture, box.get(), Optional.of(of(found.get(index), index))));
            }
        }
        return boxes ? parts : look(picture, Region.ALL, Optional.empty());
    }

    /** A picture that cannot be read has nothing on it: the next one will do. */
    private List<AnalysisResult> look(PictureFile picture, Region part, Optional<JsonObject> of) {
        try {
            if (look.isEmpty()) {
                look = Optional.of(services.looks.require().open(plan.algorithm(), plan.arguments(),
                        "task/" + plan.name(), plan.framesPerSecond()));
            }
        } catch (RejectedException noRoom) {
            throw new UnavailableException(noRoom.code(), noRoom.getMessage(), noRoom.remedy(), noRoom);
        }
        try {
            Outcome outcome = look.get().look(picture, part);
            return Parts.of(outcome.detections(), outcome.measurements(), of);
        } catch (RejectedException | InvalidInputException unreadable) {
            LOG.debug("A picture of task {} cannot be looked at", source, unreadable);
            return List.of();
        }
    }

    /** What was looked at, as the results tell it. */
    private static JsonObject of(AnalysisResult part, int index) {
        JsonObject.Builder told = JsonObject.builder().put("Index", index);
        JsonObject data = part.resultData().orElse(JsonObject.EMPTY);
        data.text("Label").ifPresent(label -> told.put("Label", label));
        data.get("TrackID").ifPresent(track -> told.put("TrackID", track));
        return told.build();
    }

    private static TaskResultBody.Data told(TaskResultBody result, List<AnalysisResult> parts) {
        JsonObject.Builder from = JsonObject.builder().put("TaskID", result.taskId()).put("DeviceID", result.deviceId());
        result.extra().text("Key").ifPresent(key -> from.put("Key", key));
        return new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(parts),
                JsonObject.builder().put("Source", from.build()).build());
    }

    private static String key(TaskResultBody result) {
        return result.deviceId() + "/" + result.extra().text("Key").orElse("ts-" + result.ts());
    }

    private static Optional<PictureFile> picture(TaskResultBody result) {
        return result.taskResultData().imageResult().flatMap(TaskResultBody.ImageResult::imageData).map(SecondStageRun::file);
    }

    private static PictureFile file(BinaryPart data) {
        byte[] content = new byte[data.length()];
        data.buffer().get(content);
        boolean png = content.length > 1 && content[0] == (byte) 0x89 && content[1] == 'P';
        return new PictureFile("picture" + (png ? ".png" : ".jpg"), content);
    }

    private void closeLook() {
        look.ifPresent(PictureLooks.Look::close);
        look = Optional.empty();
    }
}
