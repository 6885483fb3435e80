package io.sluice.bench.record;

import io.sluice.api.stream.Codec;
import io.sluice.bench.Clips;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.LengthPrefixed;
import io.sluice.media.codec.PictureAssembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
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

    /** Digests of the units of a byte stream, in the form in which files hold them. */
    static List<String> digestsOf(Path clip) throws IOException, NoSuchAlgorithmException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        List<String> digests = new ArrayList<>();
        List<ByteBuffer> nals = AnnexB.split(ByteBuffer.wrap(Files.readAllBytes(clip)));
        for (CodedPicture picture : PictureAssembler.split(Codec.H264, nals)) {
            ByteBuffer unit = ByteBuffer.allocate(LengthPrefixed.size(picture.nals()));
            LengthPrefixed.write(picture.nals(), unit);
            digests.add(HexFormat.of().formatHex(md5.digest(unit.array())));
        }
        return digests;
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
