package io.sluice.demo.trainer;

import io.sluice.demo.scene.Joint;
import io.sluice.demo.trainer.Detector.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts how well one kind of joint is found. A detection is right when it overlaps a joint of its kind by {@link
 * #OVERLAP} at least that no surer one has claimed. Joints cut off by the picture's edge count neither way.
 */
final class Score {

    static final double OVERLAP = 0.5;

    private final int kind;
    private final List<Claim> claims = new ArrayList<>();
    private int joints;

    Score(int kind) {
        this.kind = kind;
    }

    private record Claim(double score, boolean right) {}

    /** @param detections the surest first */
    void add(List<Detection> detections, List<Joint> truth) {
        List<Joint> open = new ArrayList<>(
                truth.stream().filter(joint -> joint.judged() && joint.kind().ordinal() == kind).toList());
        joints += open.size();
        for (Detection detection : detections) {
            if (detection.kind() == kind) {
                Joint match = open.stream()
                        .filter(joint -> joint.box().overlap(detection.box()) >= OVERLAP)
                        .max(Comparator.comparingDouble(joint -> joint.box().overlap(detection.box())))
                        .orElse(null);
                if (match != null) {
                    open.remove(match);
                }
                if (match != null || truth.stream().noneMatch(joint -> cutOff(joint, detection))) {
                    claims.add(new Claim(detection.score(), match != null));
                }
            }
        }
    }

    private static boolean cutOff(Joint joint, Detection detection) {
        return !joint.judged() && joint.box().clippedTo(detection.box()).area() > 0.3 * joint.box().area();
    }

    int joints() {
        return joints;
    }

    long found(double threshold) {
        return claims.stream().filter(claim -> claim.score() >= threshold && claim.right()).count();
    }

    long claimed(double threshold) {
        return claims.stream().filter(claim -> claim.score() >= threshold).count();
    }

    double precision(double threshold) {
        return claimed(threshold) == 0 ? 1 : (double) found(threshold) / claimed(threshold);
    }

    double recall(double threshold) {
        return joints == 0 ? 1 : (double) found(threshold) / joints;
    }

    /** Area under precision over recall, precision taken as the best at this recall or more. */
    double averagePrecision() {
        List<Claim> surest = claims.stream().sorted(Comparator.comparingDouble(Claim::score).reversed()).toList();
        double[] precisions = new double[surest.size()];
        int right = 0;
        for (int i = 0; i < precisions.length; i++) {
            right += surest.get(i).right() ? 1 : 0;
            precisions[i] = (double) right / (i + 1);
        }
        double area = 0;
        double best = 0;
        for (int i = precisions.length - 1; i >= 0; i--) {
            best = Math.max(best, precisions[i]);
            area += surest.get(i).right() ? best / joints : 0;
        }
        return area;
    }
}
