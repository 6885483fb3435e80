package io.sluice.runner.features.internal.library;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's graph of neighbours (HNSW) for more dimensions than the 1024 that it allows by itself. Files name the
 * original format, and are read by it.
 */
final class WideVectorsFormat extends KnnVectorsFormat {

    private static final int LINKS = 16;
    /** Neighbours looked at when a vector is put in; more cost time then and find more later. */
    private static final int CONSTRUCTION = 100;

    private final KnnVectorsFormat format = new Lucene99HnswVectorsFormat(LINKS, CONSTRUCTION);

    WideVectorsFormat() {
        super("Lucene99HnswVectorsFormat");
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return LibrarySpec.MOST_DIMENSIONS;
    }
}
