package io.sluice.algorithm.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares each entry's local header (APPNOTE 4.3.7) with the directory, and sees that the entries lie one behind the other from
 * the first byte to the directory: overlapping ones are bombs, gaps hide what one reader sees and another does not.
 */
final class ZipHeaders {

    private static final int BYTES = 30;
    private static final int SIGNATURE = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final long MAX = 0xffffffffL;

    private ZipHeaders() {}

    static List<ZipItem> located(FileChannel file, List<ZipItem> items, long directory) throws IOException {
        Map<String, ZipItem> located = new HashMap<>();
        long at = 0;
        for (ZipItem item : items.stream().sorted(Comparator.comparingLong(ZipItem::header)).toList()) {
            if (item.header() < at) {
                throw Refusal.entry("package.overlap", item.name(), "overlaps another entry");
            }
            if (item.header() != at) {
                throw Refusal.entry(ZipDirectory.STRUCTURE, item.name(), "has a gap of " + (item.header() - at) + " bytes before it");
            }
            ZipItem found = item.at(data(file, item, directory));
            at = found.data() + found.compressed();
            if (at > directory) {
                throw Refusal.entry("package.overlap", item.name(), "reaches into the directory");
            }
            if (found.described()) {
                at += descriptor(file, found, at, directory);
            }
            located.put(item.name(), found);
        }
        if (at != directory) {
            throw Refusal.whole(ZipDirectory.STRUCTURE, "has a gap of " + (directory - at) + " bytes before its directory");
        }
        return items.stream().map(item -> located.get(item.name())).toList();
    }

    private static long data(FileChannel file, ZipItem item, long directory) throws IOException {
        if (item.header() + BYTES > directory) {
            throw Refusal.entry("package.overlap", item.name(), "reaches into the directory");
        }
        ByteBuffer head = ZipDirectory.bytes(file, item.header(), BYTES);
        int signature = head.getInt();
        head.getShort();
        int flags = head.getShort() & 0xffff;
        int method = head.getShort() & 0xffff;
        head.getInt();
        long crc = head.getInt() & MAX;
        long compressed = head.getInt() & MAX;
        long size = head.getInt() & MAX;
        int nameBytes = head.getShort() & 0xffff;
        int extraBytes = head.getShort() & 0xffff;
        boolean later = item.described() && crc == 0 && compressed == 0 && size == 0;
        boolean same = crc == item.crc() && compressed == item.compressed() && size == item.size();
        if (signature != SIGNATURE || flags != item.flags() || method != item.method() || !(later || same)
                || nameBytes != item.name().length() || item.header() + BYTES + nameBytes + extraBytes > directory) {
            throw differs(item);
        }
        ByteBuffer rest = ZipDirectory.bytes(file, item.header() + BYTES, nameBytes + extraBytes);
        if (!ZipDirectory.name(rest, nameBytes).equals(item.name())) {
            throw differs(item);
        }
        ZipDirectory.checkExtra(item.name(), rest.slice().order(ByteOrder.LITTLE_ENDIAN));
        return item.header() + BYTES + nameBytes + extraBytes;
    }

    /** @return its length: the signature before it is optional */
    private static int descriptor(FileChannel file, ZipItem item, long at, long directory) throws IOException {
        int most = (int) Math.min(16, directory - at);
        ByteBuffer bytes = ZipDirectory.bytes(file, at, most);
        for (int skip : new int[] {4, 0}) {
            if (most >= skip + 12 && (skip == 0 || bytes.getInt(0) == DESCRIPTOR)
                    && (bytes.getInt(skip) & MAX) == item.crc()
                    && (bytes.getInt(skip + 4) & MAX) == item.compressed()
                    && (bytes.getInt(skip + 8) & MAX) == item.size()) {
                return skip + 12;
            }
        }
        throw differs(item);
    }

    private static RuntimeException differs(ZipItem item) {
        return Refusal.entry("package.mismatch", item.name(), "is told of in two ways: its header and the directory differ");
    }
}
