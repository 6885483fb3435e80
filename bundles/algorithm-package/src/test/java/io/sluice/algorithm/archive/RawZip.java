package io.sluice.algorithm.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files byte by byte, so that each field can lie. */
final class RawZip {

    /** All that an entry tells of itself, in its header and in the directory. */
    record Entry(
            String name, byte[] data, int method, int flags, long crc, long compressed, long size, int mode, long header,
            String localName, long localSize, byte[] extra, byte[] behind) {

        Entry flags(int changed) {
            return new Entry(name, data, method, changed, crc, compressed, size, mode, header, localName, localSize, extra, behind);
        }

        Entry method(int changed) {
            return new Entry(name, data, changed, flags, crc, compressed, size, mode, header, localName, localSize, extra, behind);
        }

        Entry crc(long changed) {
            return new Entry(name, data, method, flags, changed, compressed, size, mode, header, localName, localSize, extra, behind);
        }

        Entry mode(int changed) {
            return new Entry(name, data, method, flags, crc, compressed, size, changed, header, localName, localSize, extra, behind);
        }

        Entry header(long changed) {
            return new Entry(name, data, method, flags, crc, compressed, size, mode, changed, localName, localSize, extra, behind);
        }

        Entry localName(String changed) {
            return new Entry(name, data, method, flags, crc, compressed, size, mode, header, changed, localSize, extra, behind);
        }

        Entry localSize(long changed) {
            return new Entry(name, data, method, flags, crc, compressed, size, mode, header, localName, changed, extra, behind);
        }

        Entry size(long changed) {
            return new Entry(name, data, method, flags, crc, compressed, changed, mode, header, localName, changed, extra, behind);
        }

        Entry extra(byte... changed) {
            return new Entry(name, data, method, flags, crc, compressed, size, mode, header, localName, localSize, changed, behind);
        }

        Entry behind(byte... changed) {
            return new Entry(name, data, method, flags, crc, compressed, size, mode, header, localName, localSize, extra, changed);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    RawZip add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8), entry -> entry);
    }

    RawZip add(String name, byte[] content, UnaryOperator<Entry> lie) {
        byte[] packed = deflate(content);
        CRC32 crc = new CRC32();
        crc.update(content);
        entries.add(lie.apply(new Entry(name, packed, 8, 0, crc.getValue(), packed.length, content.length, 0100644, -1, name,
                content.length, new byte[0], new byte[0])));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Long> offsets = new ArrayList<>();
        for (Entry entry : entries) {
            offsets.add((long) out.size());
            byte[] name = entry.localName.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes(little(30 + name.length + entry.extra.length)
                    .putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags).putShort((short) entry.method)
                    .putInt(0).putInt((int) entry.crc).putInt((int) entry.compressed).putInt((int) entry.localSize)
                    .putShort((short) name.length).putShort((short) entry.extra.length).put(name).put(entry.extra).array());
            out.writeBytes(entry.data);
            out.writeBytes(entry.behind);
        }
        int directory = out.size();
        for (int index = 0; index < entries.size(); index++) {
            Entry entry = entries.get(index);
            byte[] name = entry.name.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes(little(46 + name.length)
                    .putInt(0x02014b50).putShort((short) (3 << 8 | 20)).putShort((short) 20).putShort((short) entry.flags)
                    .putShort((short) entry.method).putInt(0).putInt((int) entry.crc).putInt((int) entry.compressed)
                    .putInt((int) entry.size).putShort((short) name.length).putShort((short) 0).putShort((short) 0)
                    .putShort((short) 0).putShort((short) 0).putInt(entry.mode << 16)
                    .putInt((int) (entry.header < 0 ? offsets.get(index) : entry.header)).put(name).array());
        }
        out.writeBytes(little(22).putInt(0x06054b50).putInt(0).putShort((short) entries.size()).putShort((short) entries.size())
                .putInt(out.size() - directory).putInt(directory).putShort((short) 0).array());
        return out.toByteArray();
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
