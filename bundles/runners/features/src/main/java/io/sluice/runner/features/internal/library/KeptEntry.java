package io.sluice.runner.features.internal.library;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/**
 * All that is known of an entry but its vector, as it lies beside the vector in the index.
 *
 * @param stored since 1970 UTC
 * @param time since 1970 UTC
 */
record KeptEntry(String id, String label, String device, long stored, long time, Map<String, String> attributes) {

    private static final int VERSION = 1;

    static KeptEntry of(LibraryEntry entry, long now) {
        return new KeptEntry(entry.id(), entry.label(), entry.device(), now, Documents.micros(entry.time()), entry.attributes());
    }

    /** @param number of a document that the searcher found */
    static KeptEntry of(IndexSearcher searcher, int number) throws IOException {
        LeafReaderContext leaf = searcher.getIndexReader().leaves().get(ReaderUtil.subIndex(number, searcher.getIndexReader().leaves()));
        BinaryDocValues values = leaf.reader().getBinaryDocValues(Documents.ENTRY);
        if (values == null || !values.advanceExact(number - leaf.docBase)) {
            throw new IOException("an entry without its description");
        }
        return read(values.binaryValue());
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(id);
            out.writeUTF(label);
            out.writeUTF(device);
            out.writeLong(stored);
            out.writeLong(time);
            out.writeByte(attributes.size());
            for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
                out.writeUTF(attribute.getKey());
                out.writeUTF(attribute.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static KeptEntry read(BytesRef bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.bytes, bytes.offset, bytes.length))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("an entry of version " + version);
            }
            String id = in.readUTF();
            String label = in.readUTF();
            String device = in.readUTF();
            long stored = in.readLong();
            long time = in.readLong();
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                attributes.put(in.readUTF(), in.readUTF());
            }
            return new KeptEntry(id, label, device, stored, time, attributes);
        }
    }

    Candidate candidate(double score) {
        return new Candidate(id, score, label, device, Instant.EPOCH.plus(time, ChronoUnit.MICROS), attributes);
    }
}
