package io.sluice.trainer.linear.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which samples are trained with and which are measured on: whole groups, so that near-copies are never on both sides. The same for
 * the same samples and seed, in whatever order they came.
 */
record Split(List<Sample> training, List<Sample> heldOut) {

    static Split of(List<Sample> samples, Wish wish) {
        List<String> groups = new ArrayList<>();
        samples.stream().map(Sample::group).collect(Collectors.toCollection(TreeSet::new)).forEach(groups::add);
        SplittableRandom random = new SplittableRandom(wish.seed());
        for (int index = groups.size() - 1; index > 0; index--) {
            Collections.swap(groups, index, random.nextInt(index + 1));
        }
        Set<String> away = new HashSet<>();
        long held = 0;
        for (String group : groups) {
            if (held >= wish.heldOut() * samples.size() || away.size() + 1 == groups.size()) {
                break;
            }
            away.add(group);
            held += samples.stream().filter(sample -> sample.group().equals(group)).count();
        }
        List<Sample> sorted = samples.stream().sorted(Comparator.comparing(Sample::name)).toList();
        return new Split(sorted.stream().filter(sample -> !away.contains(sample.group())).toList(),
                sorted.stream().filter(sample -> away.contains(sample.group())).toList());
    }
}
