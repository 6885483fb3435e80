package io.sluice.runner.kit.picture;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.picture.decode.FrameDecoder;

/**
 * What a task does with the pictures of its source. {@link PictureRun} looks after all else. Pictures, gaps and the end come on the
 * run's thread, which also closes it; the other calls come from others.
 */
public interface PictureWork extends AutoCloseable {

    /** Microseconds since 1970 of the first picture that is still wanted; pictures before are not handed on. 0 for any. */
    long wantedFrom();

    /** Whether the task has all that it is to give. */
    boolean done();

    /** Percent of a task that ends by itself; negative where only the source's end tells. */
    int percent();

    /**
     * Works on the present picture.
     *
     * @throws io.sluice.api.error.UnavailableException when what it made was not taken: of a recording the same picture comes again,
     *     of a stream the next one
     */
    void look(FrameDecoder picture);

    /**
     * The next picture does not follow the one before, or the other task sends nothing for a while; also once after the beginning.
     *
     * @throws io.sluice.api.error.UnavailableException when what it made was not taken; it is called again
     */
    void gap();

    /**
     * The source has ended, or is left for a pause. Gives back what it holds; after a pause it goes on at {@link #wantedFrom()}.
     *
     * @param finish whether to finish what was begun, or to drop it
     * @throws io.sluice.api.error.UnavailableException when what it made was not taken; it is called again
     */
    void leave(boolean finish);

    /** As {@link io.sluice.api.task.TaskRun#change}. */
    void change(JsonObject arguments);

    /** As {@link io.sluice.api.task.TaskRun#take}, where the source is another task. */
    void take(TaskResultBody result);

    /** What it has done, for {@link io.sluice.api.task.TaskRun#occupied}. */
    JsonObject.Builder told();

    /** Called once, on the run's thread or after that has ended; gives back all natives. */
    @Override
    void close();
}
