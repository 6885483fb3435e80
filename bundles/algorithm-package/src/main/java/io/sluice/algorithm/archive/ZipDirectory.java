package io.sluice.algorithm.archive;

import io.sluice.algorithm.FileNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the central directory of a zip file (APPNOTE 6.3 section 4.3.12) more strictly than others do: whatever two readers
 * could understand in two ways is refused.
 */
final class ZipDirectory {

    static final String STRUCTURE = "package.structure";

    private static final int END_BYTES = 22;
    private static final int END = 0x06054b50;
    private static final int HEADER_BYTES = 46;
    private static final int HEADER = 0x02014b50;
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    /** Options of the compressor, sizes behind the data, names in UTF-8. */
    private static final int KNOWN_FLAGS = 0b110 | ZipItem.DESCRIPTOR | 1 << 11;
    private static final int MOST_DIRECTORY_BYTES = 4 << 20;
    private static final long MAX = 0xffffffffL;
    private static final int ZIP64 = 1;
    /** Gives another name to readers that know it. */
    private static final int UNICODE_PATH = 0x7075;
    private static final int FILE_TYPE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int FOLDER = 0x4000;

    private ZipDirectory() {}

    /** @return all entries, folders included, in the order of the directory; with the offsets of their data */
    static List<ZipItem> read(FileChannel file, PackageLimits limits) throws IOException {
        long size = file.size();
        if (size > limits.fileBytes()) {
            throw Refusal.whole("package.size", "has " + size + " bytes; at most " + limits.fileBytes() + " are taken");
        }
        if (size < END_BYTES) {
            throw Refusal.whole("package.truncated", "has only " + size + " bytes and is no zip file");
        }
        ByteBuffer end = bytes(file, size - END_BYTES, END_BYTES);
        if (end.getInt() != END) {
            throw Refusal.whole("package.truncated",
                    "does not end as a zip file does: it is cut off, something was appended, or it is none");
        }
        int disks = end.getShort() | end.getShort();
        int count = end.getShort() & 0xffff;
        int total = end.getShort() & 0xffff;
        long length = end.getInt() & MAX;
        long offset = end.getInt() & MAX;
        if (disks != 0 || count != total || end.getShort() != 0 || total == 0xffff || offset == MAX) {
            throw Refusal.whole(STRUCTURE, "is in several parts, has a comment, or is in the format for more than 4 GiB");
        }
        if (total > limits.entries()) {
            throw Refusal.whole("package.entries", "has " + total + " entries; at most " + limits.entries() + " are taken");
        }
        if (offset + length != size - END_BYTES || length > MOST_DIRECTORY_BYTES) {
            throw Refusal.whole(STRUCTURE, "has a directory that is damaged or has a gap beside it");
        }
        List<ZipItem> items = items(bytes(file, offset, (int) length), total, limits);
        return ZipHeaders.located(file, items, offset);
    }

    private static List<ZipItem> items(ByteBuffer directory, int total, PackageLimits limits) {
        List<ZipItem> items = new ArrayList<>(total);
        Map<String, String> seen = new HashMap<>();
        long sum = 0;
        while (items.size() < total) {
            ZipItem item = item(directory, items.size());
            sum += item.size();
            checkSizes(item, sum, limits);
            checkUnique(item, seen);
            items.add(item);
        }
        if (directory.hasRemaining()) {
            throw Refusal.whole(STRUCTURE, "has more in its directory than the " + total + " entries it tells of");
        }
        return items;
    }

    private static ZipItem item(ByteBuffer in, int index) {
        if (in.remaining() < HEADER_BYTES || in.getInt() != HEADER) {
            throw Refusal.whole(STRUCTURE, "has a damaged directory at entry " + index);
        }
        in.getInt();
        int flags = in.getShort() & 0xffff;
        int method = in.getShort() & 0xffff;
        in.getInt();
        long crc = in.getInt() & MAX;
        long compressed = in.getInt() & MAX;
        long size = in.getInt() & MAX;
        int nameBytes = in.getShort() & 0xffff;
        int extraBytes = in.getShort() & 0xffff;
        int commentBytes = in.getShort() & 0xffff;
        int disk = in.getShort();
        in.getShort();
        int mode = in.getInt() >>> 16;
        long header = in.getInt() & MAX;
        if (nameBytes + extraBytes + commentBytes > in.remaining() || disk != 0) {
            throw Refusal.whole(STRUCTURE, "has a damaged directory at entry " + index);
        }
        String name = name(in, nameBytes);
        checkName(name);
        checkExtra(name, in.slice(in.position(), extraBytes).order(ByteOrder.LITTLE_ENDIAN));
        in.position(in.position() + extraBytes + commentBytes);
        ZipItem item = new ZipItem(name, flags, method, crc, compressed, size, header, 0);
        checkKind(item, mode);
        return item;
    }

    /** One character a byte, so that nothing is lost in a message; names are ASCII in the end. */
    static String name(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void checkName(String name) {
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        FileNames.fault(path).ifPresent(what -> {
            throw Refusal.entry("package.name", name, "is badly named: it " + what);
        });
    }

    /** Field 1 gives other sizes, field 0x7075 another name. */
    static void checkExtra(String name, ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (id == ZIP64 || id == UNICODE_PATH || length > extra.remaining()) {
                throw Refusal.entry(STRUCTURE, name, "has an extra field that would change its name or size, or is damaged");
            }
            extra.position(extra.position() + length);
        }
    }

    private static void checkKind(ZipItem item, int mode) {
        String name = item.name();
        if ((item.flags() & ENCRYPTED) != 0) {
            throw Refusal.entry("package.encrypted", name, "is encrypted in the manner of zip, which is not taken");
        }
        if ((item.flags() & ~KNOWN_FLAGS) != 0 || item.method() != ZipItem.STORED && item.method() != ZipItem.DEFLATED) {
            throw Refusal.entry("package.method", name,
                    "is packed by method " + item.method() + ", flags " + item.flags() + "; only stored and deflated are taken");
        }
        int type = mode & FILE_TYPE;
        if (type != 0 && type != (item.folder() ? FOLDER : REGULAR)) {
            throw Refusal.entry("package.kind", name, "is a link or a device: only files are taken");
        }
        if (item.method() == ZipItem.STORED && item.size() != item.compressed() || item.folder() && item.size() != 0) {
            throw Refusal.entry(STRUCTURE, name, "has sizes that contradict each other");
        }
    }

    private static void checkSizes(ZipItem item, long sum, PackageLimits limits) {
        if (item.size() > limits.entryBytes()) {
            throw Refusal.entry("package.entry.size", item.name(),
                    "has " + item.size() + " bytes; at most " + limits.entryBytes() + " are taken");
        }
        if (sum > limits.totalBytes()) {
            throw Refusal.entry("package.bomb", item.name(),
                    "brings all to " + sum + " bytes; at most " + limits.totalBytes() + " are taken");
        }
        if (item.size() > PackageLimits.HARMLESS_BYTES && item.size() / limits.ratio() > item.compressed()) {
            throw Refusal.entry("package.bomb", item.name(),
                    "grows from " + item.compressed() + " to " + item.size() + " bytes; at most " + limits.ratio() + " times is taken");
        }
    }

    /** On some systems {@code A} and {@code a} are one file, and nowhere can a file be a folder as well. */
    private static void checkUnique(ZipItem item, Map<String, String> seen) {
        String key = item.name().toLowerCase(Locale.ROOT);
        String path = item.folder() ? key.substring(0, key.length() - 1) : key;
        String before = seen.put(path, item.folder() ? "folder" : "file");
        if (before != null && !(item.folder() && before.equals("parent"))) {
            throw Refusal.entry("package.duplicate", item.name(), "is there twice, or differs from another only in case");
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String parent = seen.putIfAbsent(path.substring(0, slash), "parent");
            if ("file".equals(parent)) {
                throw Refusal.entry("package.duplicate", item.name(), "lies in a folder that is a file");
            }
        }
    }

    static ByteBuffer bytes(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw Refusal.whole("package.truncated", "ends while it is read: at byte " + (offset + bytes.position()));
            }
        }
        return bytes.flip();
    }
}
