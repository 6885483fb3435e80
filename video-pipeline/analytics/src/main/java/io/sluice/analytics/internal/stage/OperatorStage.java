package io.sluice.analytics.internal.stage;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.frame.Region;
import io.sluice.api.result.Detection;
import io.sluice.picture.decode.PictureLoan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * An operator that looks at a picture, or at each box of another stage. Places in a picture it made count as places in the
 * part that it was given: right where it keeps the geometry, and where it does not, as after a turn, what is found behind
 * it is placed in the picture it made.
 */
final class OperatorStage extends Stage {

    /** Looking at more boxes than this one by one would be too slow for any camera. */
    private static final int MOST_BOXES = 32;

    private final Step step;
    private final Optional<Stage> source;
    private final PictureLoan loan = new PictureLoan();
    private final AVFrame made = av_frame_alloc();
    private final List<Finding> boxes = new ArrayList<>();
    private View view;
    private boolean changed;

    /** @param step is this stage's, and closed by it */
    OperatorStage(Step step, Optional<Stage> source) {
        this.step = step;
        this.source = source;
    }

    @Override
    void look(Shot shot) {
        boxes.clear();
        changed = false;
        view = viewOf(source, shot);
        Optional<Region> whole = wholeOf(source, shot);
        if (whole.isPresent()) {
            apply(whole.get(), shot).ifPresent(this::change);
        } else {
            source.orElseThrow().boxes().stream().filter(Finding::sure).limit(MOST_BOXES)
                    .map(finding -> view.inward(finding.sighting().box()))
                    .filter(part -> part.area() > 0)
                    .forEach(part -> apply(part, shot));
        }
        shot.found().boxes().addAll(boxes);
    }

    @Override
    List<Finding> boxes() {
        return boxes;
    }

    @Override
    View view() {
        return view;
    }

    @Override
    boolean changedPicture() {
        return changed;
    }

    @Override
    public void close() {
        step.close();
        loan.close();
        av_frame_free(made);
    }

    private Optional<Picture> apply(Region part, Shot shot) {
        Outcome outcome = step.apply(loan.of(view.frame(), part, shot.mediaTime()));
        View given = new View(view.frame(), view.outward(loan.covered()));
        for (Detection seen : outcome.detections()) {
            boolean sure = shot.threshold() < 0 || seen.score() >= shot.threshold();
            boxes.add(finding(seen.label(), seen.score(), given.outward(seen.box()), sure));
        }
        shot.found().measurements().addAll(outcome.measurements());
        return outcome.picture();
    }

    /** The memory stays the step's: the frame only points at it. */
    private void change(Picture picture) {
        Region covers = view.outward(loan.covered());
        made.format(AV_PIX_FMT_YUV420P);
        made.width(picture.width());
        made.height(picture.height());
        made.colorspace(view.frame().colorspace());
        point(0, picture.luma(), picture.lumaStride());
        point(1, picture.blueChroma(), picture.chromaStride());
        point(2, picture.redChroma(), picture.chromaStride());
        view = new View(made, covers);
        changed = true;
    }

    private void point(int plane, ByteBuffer memory, int stride) {
        made.data(plane, new BytePointer(memory));
        made.linesize(plane, stride);
    }
}
