package io.sluice.analytics.internal.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuppressionTest {

    private final Candidates candidates = new Candidates();
    private final Suppression suppression = new Suppression();

    @Test
    void keepsTheBestOfBoxesThatOverlapTooMuch() {
        candidates.add(0, 0.6f, 0, 0, 1, 1);
        candidates.add(0, 0.9f, 0, 0, 1, 0.9f);
        candidates.add(0, 0.7f, 2, 2, 3, 3);
        assertEquals(List.of(1, 2), select(0.5));
    }

    @Test
    void boxesOfDifferentLabelsStaySideBySide() {
        candidates.add(0, 0.6f, 0, 0, 1, 1);
        candidates.add(1, 0.9f, 0, 0, 1, 1);
        assertEquals(List.of(1, 0), select(0.5));
    }

    @Test
    void aBoxCoveredOnlyByOneThatWentStays() {
        // The middle box covers both others by 1/3; the outer ones do not touch.
        candidates.add(0, 0.9f, 0, 0, 2, 1);
        candidates.add(0, 0.8f, 1, 0, 3, 1);
        candidates.add(0, 0.7f, 2, 0, 4, 1);
        assertEquals(List.of(0, 2), select(0.3));
    }

    @Test
    void overlapAtTheThresholdIsAllowed() {
        candidates.add(0, 0.9f, 0, 0, 2, 1);
        candidates.add(0, 0.8f, 0, 0, 1, 1);
        assertEquals(List.of(0, 1), select(0.5));
        assertEquals(List.of(0), select(0.49));
    }

    @Test
    void ofEqualScoresTheFirstWins() {
        candidates.add(0, 0.5f, 0, 0, 1, 1);
        candidates.add(0, 0.5f, 0, 0, 1, 1);
        candidates.add(0, 0.5f, 5, 5, 6, 6);
        assertEquals(List.of(0, 2), select(0.5));
    }

    @Test
    void emptyBoxesCoverNothing() {
        candidates.add(0, 0.9f, 0, 0, 0, 0);
        candidates.add(0, 0.8f, 0, 0, 0, 0);
        assertEquals(List.of(0, 1), select(0.5));
    }

    @Test
    void worksAgainAndAgainWithMoreThanBefore() {
        for (int round = 1; round <= 3; round++) {
            candidates.clear();
            for (int index = 0; index < 200 * round; index++) {
                candidates.add(0, index / 1000f, index * 2, 0, index * 2 + 1, 1);
            }
            List<Integer> kept = select(0.5);
            assertEquals(Math.min(300, 200 * round), kept.size());
            assertEquals(200 * round - 1, kept.get(0));
        }
    }

    private List<Integer> select(double overlap) {
        suppression.select(candidates, overlap);
        return IntStream.range(0, suppression.size()).mapToObj(suppression::kept).toList();
    }
}
