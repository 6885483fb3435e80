package io.sluice.bench.gateway;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Hands on every line of a response as it comes. */
record LineSubscriber(Consumer<String> line) implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String item) {
        line.accept(item);
    }

    @Override
    public void onError(Throwable error) {
        // The gateway was stopped.
    }

    @Override
    public void onComplete() {
        // The gateway was stopped.
    }
}
