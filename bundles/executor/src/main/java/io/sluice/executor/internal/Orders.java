package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What other nodes order: tasks accepted, controlled, given results. Used on the thread of the {@link Mailbox}. */
final class Orders {

    private final Book book;
    private final Schedule schedule;
    private final Runners runners;
    private final Mailbox mailbox;

    Orders(Book book, Schedule schedule, Runners runners, Mailbox mailbox) {
        this.book = book;
        this.schedule = schedule;
        this.runners = runners;
        this.mailbox = mailbox;
    }

    /** @param fresh were found fit to be accepted a moment ago */
    void accept(String sender, List<TaskDispatchInfo> fresh) {
        int open = book.open().size();
        if (!fresh.isEmpty() && open + fresh.size() > schedule.limits().accepted()) {
            throw Admission.full(fresh.get(0).taskId(), schedule.limits().accepted());
        }
        for (TaskDispatchInfo info : fresh) {
            if (book.slot(info.taskId()).isPresent()) {
                throw new UnavailableException("executor.task.concurrent", "Task " + info.taskId()
                        + " was given twice at the same moment.", "Give it once more.", null);
            }
        }
        List<Task> accepted = new ArrayList<>();
        for (TaskDispatchInfo info : fresh) {
            accepted.add(Task.accepted(book.nextOrder(), sender, info, book.now()));
        }
        book.add(accepted);
        schedule.run();
    }

    /** @return ends when the order was carried out */
    CompletableFuture<Void> control(OpsControl order) {
        Slot slot = book.slot(order.taskId()).orElseThrow(() -> new NotFoundException("executor.task.unknown",
                "There is no task " + order.taskId() + " on this node."));
        return switch (order.control()) {
            case START -> start(slot);
            case STOP -> stop(slot);
            case PAUSE -> pause(slot);
            case CONTINUE -> proceed(slot);
            case CHANGE_ARGUMENTS -> arguments(slot, order);
        };
    }

    private CompletableFuture<Void> start(Slot slot) {
        if (slot.task.state().ended()) {
            book.durably(slot, slot.task.anew(book.now()));
            slot.anew();
            schedule.run();
            return done();
        }
        return slot.task.state() == TaskState.PAUSED ? proceed(slot) : done();
    }

    private CompletableFuture<Void> stop(Slot slot) {
        if (slot.task.state().ended()) {
            return done();
        }
        book.durably(slot, slot.task.state(TaskState.STOPPED, "Stopped by order.", book.now()));
        CompletableFuture<Void> ended = schedule.end(slot);
        schedule.run();
        return ended;
    }

    private CompletableFuture<Void> pause(Slot slot) {
        return switch (slot.task.state()) {
            case PAUSED -> done();
            case QUEUED, YIELDED -> {
                book.durably(slot, slot.task.state(TaskState.PAUSED, "Paused by order.", book.now()));
                yield done();
            }
            case RUNNING -> told(slot, "pause", TaskRun::pause, () ->
                    book.durably(slot, slot.task.state(TaskState.PAUSED, "Paused by order.", book.now())));
            default -> throw unfit(slot, "paused");
        };
    }

    private CompletableFuture<Void> proceed(Slot slot) {
        return switch (slot.task.state()) {
            case QUEUED, YIELDED, RUNNING -> done();
            case PAUSED -> {
                if (slot.run.isPresent()) {
                    yield told(slot, "resume", TaskRun::resume,
                            () -> book.durably(slot, slot.task.state(TaskState.RUNNING, "", book.now())));
                }
                book.durably(slot, slot.task.state(TaskState.QUEUED, "", book.now()));
                schedule.run();
                yield done();
            }
            default -> throw unfit(slot, "continued");
        };
    }

    private CompletableFuture<Void> arguments(Slot slot, OpsControl order) {
        JsonObject arguments = order.algArgs().orElseThrow(() -> new InvalidInputException("executor.arguments.absent", "AlgArgs",
                "AlgArgs are needed to change the arguments of task " + slot.task.id() + ".", ""));
        Task changed = slot.task.arguments(arguments, book.now());
        if (slot.run.isPresent()) {
            return told(slot, "change", run -> run.change(arguments), () -> book.durably(slot, slot.task.arguments(arguments, book.now())));
        }
        Runners.Choice choice = runners.choose(changed.info());
        if (choice.runner().isEmpty()) {
            throw Admission.rejected(slot.task.id(), choice.obstacles().get(0));
        }
        book.durably(slot, changed);
        return done();
    }

    /** Has the run do something, and then goes on here, unless the run has ended meanwhile. */
    private CompletableFuture<Void> told(Slot slot, String name, Consumer<TaskRun> order, Runnable then) {
        ActiveRun run = slot.run.orElseThrow();
        CompletableFuture<Void> called = run.call(name, live -> {
            order.accept(live);
            return null;
        });
        return called.thenCompose(nothing -> mailbox.post(() -> {
            if (slot.run.filter(present -> present == run).isEmpty()) {
                throw unfit(slot, "changed any more: its run has ended");
            }
            then.run();
            return null;
        }));
    }

    /** Whether a task here waits for results of that one. */
    boolean awaits(String task) {
        return !takers(task).isEmpty();
    }

    private List<Slot> takers(String task) {
        return book.open().stream().filter(slot -> Predecessors.all(slot.task.given()).stream()
                .anyMatch(dependency -> dependency.taskId().equals(task))).toList();
    }

    /** @return ends when all tasks that wait for it have taken it */
    CompletableFuture<Void> deliver(TaskResultBody result) {
        List<Slot> takers = takers(result.taskId());
        takers.forEach(slot -> slot.arrived.add(result.taskId()));
        schedule.run();
        List<CompletableFuture<Void>> taking = new ArrayList<>();
        for (Slot slot : takers) {
            ActiveRun run = slot.run.orElseThrow(() -> new UnavailableException("executor.result.early", "Task " + slot.task.id()
                    + " does not run yet.", "Send the result again in some seconds.", null));
            taking.add(run.call("take", live -> {
                live.take(result);
                return null;
            }));
        }
        return CompletableFuture.allOf(taking.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static RejectedException unfit(Slot slot, String wish) {
        return new RejectedException("executor.task.state", "Task " + slot.task.id() + " is " + slot.task.state()
                + " and cannot be " + wish + ".", "Ask for its state first.", null);
    }
}
