package io.sluice.bench;

import java.util.List;

/** One measurement against a named peer, both in the same run. */
public interface Benchmark {

    /** The word on the command line and at the beginning of its lines. */
    String name();

    /** Measures; takes minutes. The lines are printed as they are. */
    List<Line> run() throws Exception;
}
