package io.sluice.algorithm.archive;

import java.io.IOException;

/**
 * NVIDIA's TensorRT engines: the letters ptrt or ftrt and a 32-bit version, in some tools' files behind a description in JSON whose
 * length is a 32-bit number before it; as Netron knows them (lutzroeder/netron, source/tensorrt.js). All else differs from version
 * to version and is not public, so an engine that begins otherwise is taken too.
 */
final class EngineCheck {

    private static final int DESCRIPTION_AT = 4;

    private EngineCheck() {}

    static String check(ModelHead head) throws IOException {
        long start = 0;
        // The longest description that is taken for one ends below 16 MiB, as its length's highest byte shows.
        if (head.begins(DESCRIPTION_AT, "{") && head.unsigned(3, 1) == 0) {
            start = DESCRIPTION_AT + head.unsigned(0, 4);
            if (start + 8 > head.size()) {
                throw head.malformed("it says that its description has " + head.unsigned(0, 4)
                        + " bytes, but the whole file has " + head.size());
            }
        }
        long mark = head.size() < start + 8 ? 0 : head.unsignedAt(start, 8);
        long letters = mark & 0xffffffffL;
        if (letters != word("ptrt") && letters != word("ftrt")) {
            return "engine, not checked: it begins with no known mark";
        }
        return "TensorRT engine of serial version " + (mark >>> Integer.SIZE)
                + ", mark checked; its content is not public and not checked";
    }

    private static long word(String letters) {
        long value = 0;
        for (int index = letters.length() - 1; index >= 0; index--) {
            value = value << Byte.SIZE | letters.charAt(index);
        }
        return value;
    }
}
