package io.sluice.resources.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.AlgResource;
import io.sluice.api.message.AlgorithmQuery;
import io.sluice.api.message.AlgorithmReply;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.AvailableResourceQuery;
import io.sluice.api.message.AvailableResourceReply;
import io.sluice.api.message.Command;
import io.sluice.api.message.DeviceSelector;
import io.sluice.api.message.Reply;
import io.sluice.api.message.ResourceCriteria;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TotalResource;
import io.sluice.api.message.TotalResourceQuery;
import io.sluice.api.message.TotalResourceReply;
import io.sluice.session.cascade.FanOut;
import io.sluice.session.cascade.Question;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers total_res_query, available_res_query and algorithm_res_query (clauses 9.1, 9.2, 9.4). Thread-safe. */
final class Queries {

    private final FanOut fanOut;
    private final Supplier<Optional<NodeResources>> resources;
    private final Supplier<AlgResource> algorithms;
    private final Optional<Position> position;

    Queries(FanOut fanOut, Supplier<Optional<NodeResources>> resources, Supplier<AlgResource> algorithms,
            Optional<Position> position) {
        this.fanOut = fanOut;
        this.resources = resources;
        this.algorithms = algorithms;
        this.position = position;
    }

    /** @param asker the node that asks */
    Reply answer(String asker, Command command) {
        if (command instanceof TotalResourceQuery query) {
            return fanOut.ask(asker, total(query));
        }
        if (command instanceof AvailableResourceQuery query) {
            return fanOut.ask(asker, available(query));
        }
        if (command instanceof AlgorithmQuery query) {
            return fanOut.ask(asker, algorithms(query));
        }
        throw new RejectedException("resources.command.unknown",
                "Queries for resources do not answer " + command.commandType() + ".", "", null);
    }

    private Question<TotalResource> total(TotalResourceQuery query) {
        ResourceCriteria wanted = query.messageBody();
        return new Question<>(query, wanted.deviceList(),
                () -> Optional.of(figures().total()).filter(total -> Filter.fits(wanted, total, position)),
                (devices, members) -> new TotalResourceQuery(query.commandIdx(), about(wanted, devices), members),
                reply -> reply instanceof TotalResourceReply known ? Optional.of(known.totalResourceList()) : Optional.empty(),
                TotalResource::deviceId,
                (list, members) -> new TotalResourceReply(query.commandIdx(), StatusCode.SUCCESS, list, members));
    }

    private Question<AvailableResource> available(AvailableResourceQuery query) {
        ResourceCriteria wanted = query.messageBody();
        return new Question<>(query, wanted.deviceList(),
                () -> Optional.of(figures()).filter(figures -> Filter.fits(wanted, figures.total(), position))
                        .map(NodeResources::available),
                (devices, members) -> new AvailableResourceQuery(query.commandIdx(), about(wanted, devices), members),
                reply -> reply instanceof AvailableResourceReply known
                        ? Optional.of(known.availableResourceList()) : Optional.empty(),
                AvailableResource::deviceId,
                (list, members) -> new AvailableResourceReply(query.commandIdx(), StatusCode.SUCCESS, list, members));
    }

    private Question<AlgResource> algorithms(AlgorithmQuery query) {
        return new Question<>(query, query.messageBody().deviceList(),
                () -> Optional.of(algorithms.get()),
                (devices, members) -> new AlgorithmQuery(query.commandIdx(),
                        new AlgorithmQuery.Body(Optional.of(devices), query.messageBody().extra()), members),
                reply -> reply instanceof AlgorithmReply known ? Optional.of(known.algResourceList()) : Optional.empty(),
                AlgResource::deviceId,
                (list, members) -> new AlgorithmReply(query.commandIdx(), StatusCode.SUCCESS, list, members));
    }

    private NodeResources figures() {
        return resources.get().orElseThrow(() -> new UnavailableException(
                "resources.figures.absent", "The figures of this node are not there at present.", "Ask again later.", null));
    }

    private static ResourceCriteria about(ResourceCriteria wanted, List<DeviceSelector> devices) {
        return new ResourceCriteria(Optional.of(devices), wanted.longitudeMax(), wanted.longitudeMin(), wanted.latitudeMax(),
                wanted.latitudeMin(), wanted.productType(), wanted.chip(), wanted.driverVersion(), wanted.extendCond(),
                wanted.extra());
    }
}
