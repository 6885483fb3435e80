package io.sluice.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The test's video: fragmented MP4, 15 pictures a second, one a fragment, a key frame a second, 4 s. */
final class Picture {

    static final String MIME = "video/mp4; codecs=\"avc1.42c00c\"";
    static final int TICKS = 6000;

    private final byte[] file;
    private final List<byte[]> fragments = new ArrayList<>();
    private final int initBytes;

    Picture() {
        try (InputStream in = Picture.class.getResourceAsStream("/fake/picture.mp4")) {
            file = in.readAllBytes();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
        ByteBuffer boxes = ByteBuffer.wrap(file);
        int begin = 0;
        int init = 0;
        for (int at = 0; at < file.length; at += boxes.getInt(at)) {
            String type = new String(file, at + 4, 4, StandardCharsets.US_ASCII);
            int end = at + boxes.getInt(at);
            if (type.equals("moov")) {
                init = end;
            } else if (type.equals("moof")) {
                begin = at;
            } else if (type.equals("mdat")) {
                fragments.add(java.util.Arrays.copyOfRange(file, begin, end));
            }
        }
        initBytes = init;
    }

    byte[] file() {
        return file.clone();
    }

    int initBytes() {
        return initBytes;
    }

    int mediaBytes() {
        return fragments.stream().mapToInt(fragment -> fragment.length).sum();
    }

    ByteBuffer init() {
        return ByteBuffer.wrap(file, 0, initBytes).slice();
    }

    /** The fragment of the picture with this number, counted on and on over the loop. */
    ByteBuffer fragment(int number) {
        byte[] fragment = fragments.get(number % fragments.size()).clone();
        int tfdt = new String(fragment, StandardCharsets.ISO_8859_1).indexOf("tfdt");
        ByteBuffer.wrap(fragment).putLong(tfdt + 8, (long) number * TICKS);
        return ByteBuffer.wrap(fragment);
    }

    int pictures() {
        return fragments.size();
    }
}
