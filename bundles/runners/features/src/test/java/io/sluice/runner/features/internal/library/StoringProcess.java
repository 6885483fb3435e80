package io.sluice.runner.features.internal.library;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Stores entries until it is killed, and says of each when it is acknowledged. */
final class StoringProcess {

    private StoringProcess() {}

    /** @param arguments the folder, and the number to begin with */
    public static void main(String[] arguments) {
        FeatureLibrary library = new FeatureLibrary(
                new LibrarySpec("killed", 8, 100_000, 0), Path.of(arguments[0]), Clock.systemUTC(), LibraryWatch.NONE);
        for (int number = Integer.parseInt(arguments[1]);; number++) {
            library.store(List.of(Vectors.entry("e" + number, "x", vector(number))));
            System.out.println(number);
        }
    }

    static float[] vector(int number) {
        float[] vector = new float[8];
        for (int index = 0; index < vector.length; index++) {
            vector[index] = (float) Math.sin(number * (index + 1.0)) + 0.01f;
        }
        return vector;
    }
}
