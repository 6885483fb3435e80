package io.sluice.bench.record;

import io.sluice.bench.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A recording against the clip that was played over and over, unit by unit.
 *
 * @param units recorded
 * @param lost units missing between two recorded ones
 */
record RecordedLoop(long units, long lost) {

    /** @param clip digests of the clip's units, each of which occurs once */
    static RecordedLoop of(List<String> clip, Path folder) throws IOException, InterruptedException {
        Map<String, Integer> places = new HashMap<>();
        for (String digest : clip) {
            if (places.put(digest, places.size()) != null) {
                throw new IllegalStateException("two units of the clip are equal");
            }
        }
        long lost = 0;
        int expected = -1;
        List<String> recorded = digests(folder);
        for (String digest : recorded) {
            Integer place = places.get(digest);
            if (place == null) {
                throw new IllegalStateException("a recorded unit is none of the clip's");
            }
            lost += expected < 0 ? 0 : Math.floorMod(place - expected, clip.size());
            expected = (place + 1) % clip.size();
        }
        return new RecordedLoop(recorded.size(), lost);
    }

    private static List<String> digests(Path folder) throws IOException, InterruptedException {
        List<Path> segments;
        try (Stream<Path> files = Files.walk(folder)) {
            segments = files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
        }
        List<String> digests = new ArrayList<>();
        for (Path segment : segments) {
            digests.addAll(Clips.digests(segment));
        }
        return digests;
    }
}
