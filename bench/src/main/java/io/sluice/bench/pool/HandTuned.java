package io.sluice.bench.pool;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.bench.RawRuns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Loaded and warm, with tensors for each stream; callers share the streams among them. */
    Loaded load(Path model, int streams) throws OrtException {
        return new Loaded(this, model, streams);
    }

    static final class Loaded implements AutoCloseable {

        private final List<OrtSession> sessions = new ArrayList<>();
        /** Of each stream. */
        private final List<RawRuns> runs = new ArrayList<>();
        private final int callers;

        private Loaded(HandTuned setting, Path model, int streams) throws OrtException {
            callers = setting.callers;
            for (int stream = 0; stream < streams; stream++) {
                if (sessions.isEmpty() || !setting.shared && stream < callers) {
                    sessions.add(RawRuns.session(model, setting.intraOpThreads));
                }
                runs.add(RawRuns.of(sessions.get(stream % callers % sessions.size())));
            }
            runs.forEach(RawRuns::run);
        }

        Callers.Outcome run(long nanos) throws Exception {
            return Callers.run(IntStream.range(0, callers).mapToObj(this::inTurn).toList(), nanos);
        }

        /** The streams of one caller, one after another. */
        private Runnable inTurn(int caller) {
            int[] next = {caller};
            return () -> {
                runs.get(next[0]).run();
                next[0] = next[0] + callers < runs.size() ? next[0] + callers : caller;
            };
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
