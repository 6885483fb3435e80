package io.sluice.session.cascade;

import io.sluice.api.message.Command;
import io.sluice.api.message.DeviceSelector;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What queries differ in.
 *
 * @param <T> what a node answers of itself
 * @param asked the query as it came
 * @param devices which it is about; absent for who receives it
 * @param own what this node answers; empty where it does not fit the conditions
 * @param again the same query about other nodes, with members beyond the table
 * @param answers what a reply lists; empty where it is no such reply
 * @param device whose answer one is
 * @param reply of these answers, with members beyond the table
 */
public record Question<T>(
        Command asked,
        Optional<List<DeviceSelector>> devices,
        Supplier<Optional<T>> own,
        BiFunction<List<DeviceSelector>, JsonObject, Command> again,
        Function<Reply, Optional<List<T>>> answers,
        Function<T, String> device,
        BiFunction<List<T>, JsonObject, Reply> reply) {}
