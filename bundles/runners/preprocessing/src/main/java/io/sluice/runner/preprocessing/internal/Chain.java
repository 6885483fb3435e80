package io.sluice.runner.preprocessing.internal;

import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.frame.Region;
import io.sluice.picture.decode.PictureLoan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The steps of a task at work, opened anew when an operator was replaced. Used by one thread. */
final class Chain implements AutoCloseable {

    private final List<Treatment.Act> acts;
    private final Operators operators;
    private final PictureLoan loan = new PictureLoan();
    private final PictureFrame result = new PictureFrame();
    private final List<Open> steps = new ArrayList<>();

    private record Open(Optional<Operator> service, Step step) {}

    Chain(List<Treatment.Act> acts, Operators operators) {
        this.acts = acts;
        this.operators = operators;
    }

    /**
     * The picture after all steps; valid until the next call.
     *
     * @throws io.sluice.api.error.UnavailableException while an operator is away
     */
    AVFrame apply(AVFrame frame, long mediaTime) {
        open();
        Picture picture = loan.of(frame, Region.ALL, mediaTime);
        for (Open one : steps) {
            picture = one.step().apply(picture).picture().orElse(picture);
        }
        return result.of(picture);
    }

    private void open() {
        boolean same = steps.size() == acts.size();
        for (int index = 0; index < steps.size(); index++) {
            same &= steps.get(index).service().equals(operators.service(acts.get(index).operator()));
        }
        if (!same) {
            closeSteps();
            for (Treatment.Act act : acts) {
                Optional<Operator> service = operators.service(act.operator());
                steps.add(new Open(service, operators.open(act.operator(), act.arguments())));
            }
        }
    }

    private void closeSteps() {
        steps.forEach(one -> one.step().close());
        steps.clear();
    }

    @Override
    public void close() {
        closeSteps();
        loan.close();
        result.close();
    }
}
