package io.sluice.protocol;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How a component says that there is nothing.
 *
 * @param absent the component then; null where it cannot say so, since there always is something
 */
record Presence<V, T>(V absent, Function<T, V> wrap, Predicate<V> given, Function<V, T> value) {

    static final Presence<OptionalInt, Integer> INT = new Presence<>(
            OptionalInt.empty(), OptionalInt::of, OptionalInt::isPresent, OptionalInt::getAsInt);
    static final Presence<OptionalLong, Long> LONG = new Presence<>(
            OptionalLong.empty(), OptionalLong::of, OptionalLong::isPresent, OptionalLong::getAsLong);
    static final Presence<OptionalDouble, Double> DOUBLE = new Presence<>(
            OptionalDouble.empty(), OptionalDouble::of, OptionalDouble::isPresent, OptionalDouble::getAsDouble);

    static <T> Presence<Optional<T>, T> optional() {
        return new Presence<>(Optional.empty(), Optional::of, Optional::isPresent, Optional::get);
    }

    static <T> Presence<T, T> mandatory() {
        return new Presence<>(null, Function.identity(), value -> true, Function.identity());
    }
}
