package io.sluice.accel.contained.internal.child;

import io.sluice.api.accel.InferenceSession;
import java.util.Optional;

/**
 * A session and where its content comes from.
 *
 * @param sent empty where it has a file
 */
record Loaded(InferenceSession session, Optional<SentModel> sent) {}
