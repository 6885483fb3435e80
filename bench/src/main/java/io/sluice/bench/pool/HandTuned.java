package io.sluice.bench.pool;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.bench.RawRuns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * ONNX Runtime with settings as one would try by hand.
 *
 * @param intraOpThreads threads of one run
 * @param callers how many run at once
 * @param shared whether they share a session
 */
record HandTuned(int intraOpThreads, int callers, boolean shared) {

    static List<HandTuned> all() {
        List<HandTuned> all = new ArrayList<>();
        for (int intraOp : new int[] {1, 2}) {
            for (int callers : new int[] {1, 2, 4, 8}) {
                all.add(new HandTuned(intraOp, callers, true));
                if (callers > 1) {
                    all.add(new HandTuned(intraOp, callers, false));
                }
            }
        }
        return all;
    }

    String text() {
        return "intra_op_" + intraOpThreads + ",callers_" + callers + (shared ? ",shared" : ",separate");
    }

    /** Loaded and warm. */
    Loaded load(Path model) throws OrtException {
        return new Loaded(this, model);
    }

    static final class Loaded implements AutoCloseable {

        private final List<OrtSession> sessions = new ArrayList<>();
        private final List<RawRuns> runs = new ArrayList<>();

        private Loaded(HandTuned setting, Path model) throws OrtException {
            for (int caller = 0; caller < setting.callers; caller++) {
                if (sessions.isEmpty() || !setting.shared) {
                    sessions.add(RawRuns.session(model, setting.intraOpThreads));
                }
                runs.add(RawRuns.of(sessions.get(sessions.size() - 1)));
            }
            runs.forEach(RawRuns::run);
        }

        Callers.Outcome run(long nanos) throws Exception {
            return Callers.run(runs.stream().map(raw -> (Runnable) raw::run).toList(), nanos);
        }

        @Override
        public void close() throws OrtException {
            for (RawRuns raw : runs) {
                raw.close();
            }
            for (OrtSession session : sessions) {
                session.close();
            }
        }
    }
}
