package io.sluice.analytics.internal.post;

import io.sluice.api.accel.Binding;

/** Reads the outputs of one family of models. Keeps scratch memory between runs; used by one thread at a time. */
public interface OutputReader {

    /**
     * Reads what the latest run of a binding found.
     *
     * @param floor lowest score of interest; below it nothing is added
     * @param found cleared by the caller
     */
    void read(Binding binding, float floor, Candidates found);
}
