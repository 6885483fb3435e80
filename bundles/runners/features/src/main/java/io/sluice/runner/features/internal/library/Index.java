package io.sluice.runner.features.internal.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;

/** A library's index of Lucene while it is open. Closing gives up what was not committed. Thread-safe. */
record Index(FSDirectory directory, IndexWriter writer, SearcherManager searchers) implements AutoCloseable {

    /** Of about the same size, at most, before they are merged: a search looks through each with its own graph. */
    private static final int SEGMENTS = 4;

    /** @param folder is made where it is not there */
    static Index open(Path folder) throws IOException {
        FSDirectory directory = FSDirectory.open(Files.createDirectories(folder));
        try {
            IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(null).setCommitOnClose(false)
                    .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS))
                    .setCodec(new Lucene912Codec() {
                        @Override
                        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                            return new WideVectorsFormat();
                        }
                    }));
            return new Index(directory, writer, new SearcherManager(writer, null));
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    boolean isOpen() {
        return writer.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (FSDirectory last = directory; SearcherManager before = searchers) {
            writer.rollback();
        }
    }
}
