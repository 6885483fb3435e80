package io.sluice.algorithm;

import io.sluice.api.model.StageSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an {@code algorithm.yaml} says, whether in its full or its flat form. Files are named by their path within the package
 * or folder. Immutable. Terms are those of T/AI 116.6 table 14 where it has one.
 *
 * @param number the standard's AlgID; 0 where the maker gave none
 * @param id unique on a gateway; a folder's name
 * @param name for people
 * @param version as its maker counts, at most 19 bytes
 * @param type the standard's AlgType, at most 127 bytes
 * @param argumentsSchema JSON Schema (draft 2020-12) of its arguments, as JSON; checked by {@link
 *     io.sluice.algorithm.schema.Arguments#checkSchema}
 * @param labels all it can report
 * @param models networks it uses
 * @param stages in an order in which they can run
 * @param resources what it needs
 * @param licence under which it may run
 * @param vectors by which it is tested
 */
public record AlgorithmManifest(
        int number,
        String id,
        String name,
        String version,
        String type,
        String argumentsSchema,
        List<String> labels,
        List<ModelEntry> models,
        List<StageSpec> stages,
        Resources resources,
        Licence licence,
        List<TestVector> vectors) {

    /** Name of the file in a package or folder. */
    public static final String FILE = "algorithm.yaml";

    public AlgorithmManifest {
        labels = List.copyOf(labels);
        models = List.copyOf(models);
        stages = List.copyOf(stages);
        vectors = List.copyOf(vectors);
    }

    /** Every file it names, sorted. */
    public Set<String> files() {
        Set<String> files = new TreeSet<>();
        models.forEach(model -> {
            model.labelsFile().ifPresent(files::add);
            model.variants().forEach(variant -> files.add(variant.file()));
        });
        licence.file().ifPresent(files::add);
        vectors.forEach(vector -> files.addAll(vector.files()));
        return files;
    }
}
