package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;

/** What a task does with vectors. Thread-safe. Doing the same again leaves the same behind. */
interface FeatureWork {

    /**
     * A vector of the task's arguments.
     *
     * @param index its place there
     */
    void given(int index, JsonObject feature);

    /**
     * A result of another task.
     *
     * @throws io.sluice.api.error.SluiceException when it cannot be used; nothing of it was
     */
    void arrived(TaskResultBody result);
}
