package io.sluice.algorithm.archive;

import java.io.IOException;

/**
 * Rockchip's RKNN container, as Netron reads it (lutzroeder/netron, source/rknn.js): the letters RKNN and four zeros, the version and
 * the length of the data as 64-bit numbers, 40 further bytes from version 2 on where there are data; the data; then the length of a
 * description as a 64-bit number, and the description as JSON. The data themselves are not public.
 */
final class RknnCheck {

    private static final int FIXED = 24;
    private static final int MORE = 40;
    private static final int LATEST = 6;
    /** Some tools mark versions so. */
    private static final int MARK = 0x1000;

    private RknnCheck() {}

    static String check(ModelHead head) throws IOException {
        if (head.begins(0, "CYPTRKNN")) {
            return "RKNN, not checked: it is encrypted by its maker";
        }
        if (head.begins(4, "RKNN") || head.begins(0, "VPMN")) {
            return "RKNN without a container, not checked: its content is not public";
        }
        if (!head.begins(0, "RKNN")) {
            throw head.malformed("it does not begin as RKNN files do");
        }
        if (head.unsigned(4, 4) != 0) {
            throw head.malformed("the four bytes behind RKNN are not 0");
        }
        long version = head.unsigned(8, 8);
        long plain = version & ~MARK;
        if (plain < 1 || plain > LATEST) {
            return "RKNN container, not checked: its version " + Long.toUnsignedString(version) + " is not known";
        }
        long data = head.unsigned(16, 8);
        long start = FIXED + (plain > 1 && data != 0 ? MORE : 0);
        if (data < 0 || data > head.size() - start - 8) {
            throw head.malformed("it says that it has " + Long.toUnsignedString(data) + " bytes of data, but the whole file has "
                    + head.size());
        }
        long description = head.unsignedAt(start + data, 8);
        long rest = head.size() - start - data - 8;
        if (description < 0 || description > rest) {
            throw head.malformed("it says that its description has " + Long.toUnsignedString(description)
                    + " bytes, but only " + rest + " are left");
        }
        return "RKNN container of version " + plain + ", sizes checked; its content is not public and not checked";
    }
}
