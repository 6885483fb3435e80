package io.sluice.protocol;

import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.OpenType.OPEN;
import static io.sluice.protocol.TextType.DEVICE_ID;
import static io.sluice.protocol.TextType.atMost;

import io.sluice.api.message.AlgorithmQuery;
import io.sluice.api.message.AvailableResourceQuery;
import io.sluice.api.message.Command;
import io.sluice.api.message.DeviceSelector;
import io.sluice.api.message.ResourceCriteria;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TotalResourceQuery;
import java.util.List;
import java.util.OptionalInt;

/** Commands: tables 2, 5, 12, 19, 22, 25 and 28. */
final class CommandShapes {

    private static final CodeType<Boolean> HIERARCHICAL = CodeType.texts(List.of(false, true), "0", "1");

    private static final Shape<DeviceSelector> DEVICE = Shape.of(DeviceSelector.class)
            .mandatory("DeviceID", DEVICE_ID, DeviceSelector::deviceId)
            .mandatory("HierarchicalQuery", HIERARCHICAL, DeviceSelector::hierarchicalQuery)
            .into(DeviceSelector::extra, v -> new DeviceSelector(v.next(), v.next(), v.extra()));

    private static final Shape<ResourceCriteria> CRITERIA = Shape.of(ResourceCriteria.class)
            .optional("DeviceList", ListType.of(DEVICE), ResourceCriteria::deviceList)
            .optionalDouble("LongitudeMax", DegreesType.LONGITUDE, ResourceCriteria::longitudeMax)
            .optionalDouble("LongitudeMin", DegreesType.LONGITUDE, ResourceCriteria::longitudeMin)
            .optionalDouble("LatitudeMax", DegreesType.LATITUDE, ResourceCriteria::latitudeMax)
            .optionalDouble("LatitudeMin", DegreesType.LATITUDE, ResourceCriteria::latitudeMin)
            .optional("ProductType", atMost(64), ResourceCriteria::productType)
            .optional("Chip", atMost(64), ResourceCriteria::chip)
            .optional("DriverVersion", atMost(64), ResourceCriteria::driverVersion)
            .optional("ExtendCond", OPEN, ResourceCriteria::extendCond)
            .into(ResourceCriteria::extra, v -> new ResourceCriteria(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table 2. */
    static final Shape<TotalResourceQuery> TOTAL = CommandShapes.<TotalResourceQuery>numbered(TotalResourceQuery.TYPE)
            .mandatory("MessageBody", CRITERIA, TotalResourceQuery::messageBody)
            .into(TotalResourceQuery::extra, v -> new TotalResourceQuery(index(v), v.next(), v.extra()));

    /** Table 5. */
    static final Shape<AvailableResourceQuery> AVAILABLE =
            CommandShapes.<AvailableResourceQuery>numbered(AvailableResourceQuery.TYPE)
                    .mandatory("MessageBody", CRITERIA, AvailableResourceQuery::messageBody)
                    .into(AvailableResourceQuery::extra, v -> new AvailableResourceQuery(index(v), v.next(), v.extra()));

    /** Table 12. */
    static final Shape<AlgorithmQuery> ALGORITHMS = CommandShapes.<AlgorithmQuery>command(AlgorithmQuery.TYPE)
            .mandatory("MessageBody",
                    Shape.of(AlgorithmQuery.Body.class)
                            .optional("DeviceList", ListType.of(DEVICE), AlgorithmQuery.Body::deviceList)
                            .into(AlgorithmQuery.Body::extra, v -> new AlgorithmQuery.Body(v.next(), v.extra())),
                    AlgorithmQuery::messageBody)
            .into(AlgorithmQuery::extra, v -> new AlgorithmQuery(index(v), v.next(), v.extra()));

    /** Table 19. */
    static final Shape<TaskDispatch> DISPATCH = CommandShapes.<TaskDispatch>command(TaskDispatch.TYPE)
            .mandatory("DeviceID", DEVICE_ID, TaskDispatch::deviceId)
            .mandatory("MessageBody",
                    Shape.of(TaskDispatch.Body.class)
                            .mandatory("TaskDispatchList", ListType.of(DispatchShapes.DISPATCH),
                                    TaskDispatch.Body::taskDispatchList)
                            .into(TaskDispatch.Body::extra, v -> new TaskDispatch.Body(v.next(), v.extra())),
                    TaskDispatch::messageBody)
            .into(TaskDispatch::extra, v -> new TaskDispatch(index(v), v.next(), v.next(), v.extra()));

    /** Table 22. */
    static final Shape<TaskControl> CONTROL = CommandShapes.<TaskControl>command(TaskControl.TYPE)
            .mandatory("MessageBody",
                    Shape.of(TaskControl.Body.class)
                            .mandatory("OpsControlList", ListType.of(DispatchShapes.CONTROL), TaskControl.Body::opsControlList)
                            .into(TaskControl.Body::extra, v -> new TaskControl.Body(v.next(), v.extra())),
                    TaskControl::messageBody)
            .into(TaskControl::extra, v -> new TaskControl(index(v), v.next(), v.extra()));

    /** Table 25. */
    static final Shape<TaskResult> RESULT = CommandShapes.<TaskResult>command(TaskResult.TYPE)
            .mandatory("MessageBody", ResultShapes.BODY, TaskResult::messageBody)
            .into(TaskResult::extra, v -> new TaskResult(index(v), v.next(), v.extra()));

    private static final Shape<TaskStatusQuery.Selector> TASKS = Shape.of(TaskStatusQuery.Selector.class)
            .mandatory("DeviceID", DEVICE_ID, TaskStatusQuery.Selector::deviceId)
            .mandatory("HierarchicalQuery", HIERARCHICAL, TaskStatusQuery.Selector::hierarchicalQuery)
            .optional("TaskIDList", ListType.oneOrMore(atMost(128)), TaskStatusQuery.Selector::taskIdList)
            .into(TaskStatusQuery.Selector::extra,
                    v -> new TaskStatusQuery.Selector(v.next(), v.next(), v.next(), v.extra()));

    /** Table 28. */
    static final Shape<TaskStatusQuery> STATUS = CommandShapes.<TaskStatusQuery>command(TaskStatusQuery.TYPE)
            .mandatory("MessageBody",
                    Shape.of(TaskStatusQuery.Body.class)
                            .optional("DeviceList", ListType.of(TASKS), TaskStatusQuery.Body::deviceList)
                            .into(TaskStatusQuery.Body::extra, v -> new TaskStatusQuery.Body(v.next(), v.extra())),
                    TaskStatusQuery::messageBody)
            .into(TaskStatusQuery::extra, v -> new TaskStatusQuery(index(v), v.next(), v.extra()));

    private CommandShapes() {}

    private static <C extends Command> ShapeBuilder<C> command(String type) {
        return new ShapeBuilder<C>()
                .mandatory("CommandType", CodeType.only(type), Command::commandType)
                .optionalInt("CommandIdx", INT32, Command::commandIdx);
    }

    /** Tables 2 and 5 demand the number that the others leave to the sender. */
    private static <C extends Command> ShapeBuilder<C> numbered(String type) {
        return new ShapeBuilder<C>()
                .mandatory("CommandType", CodeType.only(type), Command::commandType)
                .mandatoryInt("CommandIdx", INT32, Command::commandIdx);
    }

    /** The type is known and stands before it. */
    private static OptionalInt index(Values values) {
        values.next();
        return values.next();
    }
}
