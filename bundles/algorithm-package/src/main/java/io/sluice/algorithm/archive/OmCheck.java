package io.sluice.algorithm.archive;

/**
 * The header of Ascend's offline models, 256 bytes, as CANN's public graph engine declares it (ModelFileHeader of Ascend's graphengine,
 * framework/common/types.h): the letters IMOD, the header's own length, a version, 64 bytes of check sum, and the length of all that
 * follows as a 32-bit number; newer files leave that 0. What follows is checked by Ascend's library only.
 */
final class OmCheck {

    private static final int HEADER = 256;
    private static final int LENGTH_AT = 76;
    private static final int ENCRYPTED_AT = 80;
    /** From here on the length does not fit its field. */
    private static final long LARGEST = 1L << 32;

    private OmCheck() {}

    static String check(ModelHead head) {
        if (head.begins(0, "PICO")) {
            return "om of a small chip, not checked: its content is not public";
        }
        if (!head.begins(0, "IMOD")) {
            throw head.malformed("it does not begin with IMOD as offline models do");
        }
        if (head.size() <= HEADER || head.unsigned(4, 4) != HEADER) {
            throw head.malformed("it says that its header has " + head.unsigned(4, 4) + " bytes, where " + HEADER
                    + " are right, and the whole file has " + head.size());
        }
        long length = head.unsigned(LENGTH_AT, 4);
        String version = String.format("0x%08x", head.unsigned(8, 4));
        if (length == 0 || head.size() - HEADER >= LARGEST) {
            return "om of version " + version + ", header checked; its content is not checked";
        }
        if (length != head.size() - HEADER) {
            throw head.malformed("it says that " + length + " bytes follow its header, but there are " + (head.size() - HEADER));
        }
        boolean encrypted = head.unsigned(ENCRYPTED_AT, 1) != 0;
        return "om of version " + version + (encrypted ? ", encrypted by its maker" : "")
                + ", header and length checked; its content is not checked";
    }
}
