package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.api.message.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** An object of JSON by a table of the standard: its fields, its rules, and the record that holds it. */
final class Shape<R> implements Type<R> {

    static final String ONCE = "each name once";
    static final String TWICE = "it twice";

    private final List<Field<R, ?, ?>> fields;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Rule<R>> rules;
    private final Function<R, JsonObject> extra;
    private final Function<Values, R> make;

    Shape(List<Field<R, ?, ?>> fields, List<Rule<R>> rules, Function<R, JsonObject> extra, Function<Values, R> make) {
        this.fields = List.copyOf(fields);
        this.rules = List.copyOf(rules);
        this.extra = extra;
        this.make = make;
        for (Field<R, ?, ?> field : fields) {
            places.put(field.name(), places.size());
        }
    }

    /** Begins the definition of one: a line for each field of the table, in its order, which is that of the record. */
    static <R> ShapeBuilder<R> of(Class<R> record) {
        return new ShapeBuilder<>();
    }

    /** The same with one more rule: what a place demands beyond the table. */
    Shape<R> with(String field, String expected, Predicate<R> holds) {
        return new Shape<>(fields, List.of(new Rule<>(field, expected, holds)), extra, make);
    }

    @Override
    public R read(Reader in) throws IOException {
        JsonParser parser = in.parser();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw in.wrongType("an object");
        }
        Object[] components = new Object[fields.size()];
        JsonObject.Builder beyond = null;
        int likely = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int place = place(parser.currentName(), likely);
            if (place < 0) {
                beyond = beyond == null ? JsonObject.builder() : beyond;
                OpenType.member(in, beyond);
                continue;
            }
            if (components[place] != null) {
                throw in.fail(Fault.DUPLICATE, ONCE, TWICE);
            }
            parser.nextToken();
            components[place] = fields.get(place).read(in);
            likely = place + 1;
        }
        return complete(in, components, beyond == null ? JsonObject.EMPTY : beyond.build());
    }

    @Override
    public void write(Writer out, R record) throws IOException {
        out.generator().writeStartObject();
        JsonObject beyond = extra.apply(record);
        check(record, out::path);
        for (String name : beyond.members().keySet()) {
            if (places.containsKey(name)) {
                throw new MessageException(Fault.DUPLICATE, Paths.child(out.path(), name), ONCE, TWICE, null);
            }
        }
        for (Field<R, ?, ?> field : fields) {
            field.write(out, record);
        }
        OpenType.members(out, beyond);
        out.generator().writeEndObject();
    }

    /** Peers mostly send fields in the order of the table. */
    private int place(String name, int likely) {
        if (likely < fields.size() && fields.get(likely).name().equals(name)) {
            return likely;
        }
        Integer place = places.get(name);
        return place == null ? -1 : place;
    }

    private R complete(Reader in, Object[] components, JsonObject beyond) {
        for (int place = 0; place < components.length; place++) {
            if (components[place] == null) {
                Field<R, ?, ?> field = fields.get(place);
                if (field.mandatory()) {
                    throw new MessageException(
                            Fault.MISSING, Paths.child(in.path(), field.name()), Field.MANDATORY, Field.NOTHING, null);
                }
                components[place] = field.presence().absent();
            }
        }
        R record = make.apply(new Values(components, beyond));
        check(record, in::path);
        return record;
    }

    private void check(R record, Supplier<String> path) {
        for (Rule<R> rule : rules) {
            if (!rule.holds().test(record)) {
                throw new MessageException(
                        Fault.RULE, Paths.child(path.get(), rule.field()), rule.expected(), Field.NOTHING, null);
            }
        }
    }

    /**
     * What a table demands of fields together.
     *
     * @param field the one to name where it does not hold
     * @param expected for people
     */
    record Rule<R>(String field, String expected, Predicate<R> holds) {}
}
