package io.sluice.runner.features.internal.library;

import io.sluice.api.error.InvalidInputException;
import io.sluice.runner.features.internal.coding.FeatureCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Entries as documents of Lucene and back. Stateless. */
final class Documents {

    static final String VECTOR = "vector";
    /** When an entry was stored, in microseconds since 1970 UTC. */
    static final String STORED = "stored";
    /** All that is known, as {@link KeptEntry}. */
    static final String ENTRY = "entry";

    private static final String ID = "id";
    private static final String LABEL = "label";
    private static final String DEVICE = "device";
    private static final String TIME = "time";

    private Documents() {}

    static Term id(String id) {
        return new Term(ID, id);
    }

    /** @throws InvalidInputException where the vector does not fit */
    static Document of(LibraryEntry entry, int dimension, long now) {
        Document document = new Document();
        document.add(new StringField(ID, entry.id(), Field.Store.NO));
        document.add(new StringField(LABEL, entry.label(), Field.Store.NO));
        document.add(new StringField(DEVICE, entry.device(), Field.Store.NO));
        document.add(new LongField(TIME, micros(entry.time()), Field.Store.NO));
        document.add(new LongField(STORED, now, Field.Store.NO));
        // Stored fields would be unpacked by the block for each candidate.
        document.add(new BinaryDocValuesField(ENTRY, new BytesRef(KeptEntry.of(entry, now).bytes())));
        document.add(new KnnFloatVectorField(VECTOR, unit(entry.vector(), dimension), VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    /** Empty where all are meant: a search without a filter costs less. */
    static Optional<Query> query(EntryFilter filter) {
        if (filter.equals(EntryFilter.ALL)) {
            return Optional.empty();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (!filter.labels().isEmpty()) {
            all.add(new TermInSetQuery(LABEL, filter.labels().stream().map(BytesRef::new).toList()), Occur.FILTER);
        }
        filter.device().ifPresent(device -> all.add(new TermQuery(new Term(DEVICE, device)), Occur.FILTER));
        if (filter.from().isPresent() || filter.to().isPresent()) {
            all.add(LongField.newRangeQuery(TIME, filter.from().map(Documents::micros).orElse(Long.MIN_VALUE),
                    filter.to().map(to -> micros(to) - 1).orElse(Long.MAX_VALUE)), Occur.FILTER);
        }
        return Optional.of(all.build());
    }

    static Query storedSince(long micros) {
        return LongPoint.newRangeQuery(STORED, micros, Long.MAX_VALUE);
    }

    static Query storedBefore(long micros) {
        return LongPoint.newRangeQuery(STORED, Long.MIN_VALUE, micros - 1);
    }

    /** Of length 1, for which the product of two is their cosine. */
    static float[] unit(float[] vector, int dimension) {
        FeatureCodec.check(vector, "vector");
        if (vector.length != dimension) {
            throw new InvalidInputException("feature.vector.dimension", "vector",
                    "The vector has " + vector.length + " numbers; those of this library have " + dimension + ".", "");
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares == 0) {
            throw new InvalidInputException("feature.vector.zero", "vector", "A vector without length has no direction to compare.", "");
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[dimension];
        for (int index = 0; index < dimension; index++) {
            unit[index] = (float) (vector[index] / length);
        }
        return unit;
    }

    static long micros(Instant time) {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        } catch (ArithmeticException far) {
            throw new InvalidInputException("feature.entry.invalid", "time", "The time is too far from 1970.", "");
        }
    }
}
