package io.sluice.protocol;

import io.sluice.api.message.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes down a table as a {@link Shape}. */
final class ShapeBuilder<R> {

    private final List<Field<R, ?, ?>> fields = new ArrayList<>();
    private final List<Shape.Rule<R>> rules = new ArrayList<>();

    <T> ShapeBuilder<R> mandatory(String name, Type<T> type, Function<R, T> component) {
        return add(new Field<>(name, type, true, Presence.mandatory(), component));
    }

    <T> ShapeBuilder<R> optional(String name, Type<T> type, Function<R, Optional<T>> component) {
        return add(new Field<>(name, type, false, Presence.optional(), component));
    }

    /** For a component that other tables leave out. */
    ShapeBuilder<R> mandatoryInt(String name, Type<Integer> type, Function<R, OptionalInt> component) {
        return add(new Field<>(name, type, true, Presence.INT, component));
    }

    ShapeBuilder<R> optionalInt(String name, Type<Integer> type, Function<R, OptionalInt> component) {
        return add(new Field<>(name, type, false, Presence.INT, component));
    }

    ShapeBuilder<R> optionalLong(String name, Type<Long> type, Function<R, OptionalLong> component) {
        return add(new Field<>(name, type, false, Presence.LONG, component));
    }

    ShapeBuilder<R> optionalDouble(String name, Type<Double> type, Function<R, OptionalDouble> component) {
        return add(new Field<>(name, type, false, Presence.DOUBLE, component));
    }

    /** @param field the one that is named where the rule does not hold */
    ShapeBuilder<R> rule(String field, String expected, Predicate<R> holds) {
        rules.add(new Shape.Rule<>(field, expected, holds));
        return this;
    }

    /** @param make takes the components in the order in which the fields were given */
    Shape<R> into(Function<R, JsonObject> extra, Function<Values, R> make) {
        return new Shape<>(fields, rules, extra, make);
    }

    private ShapeBuilder<R> add(Field<R, ?, ?> field) {
        fields.add(field);
        return this;
    }
}
