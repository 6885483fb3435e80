package io.sluice.api.task;

import io.sluice.api.message.TaskResultBody;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Big parts of results, pictures and clips, which results then name by digest and size instead of carrying them: the receiver
 * fetches them by {@link io.sluice.api.link.Resource#PART}, in ranges, when it wants them. Thread-safe.
 */
@ProviderType
public interface PartStore {

    /**
     * Keeps the big parts of a result until every destination has fetched them or they are too old.
     *
     * @param result small parts stay in it
     * @return the result with references instead of its big parts, or the same where none is big; what is referred to survives a
     *     loss of power when this returns
     * @throws io.sluice.api.error.UnavailableException when they cannot be kept at present; try again
     */
    TaskResultBody detach(TaskResultBody result);

    /**
     * Fetches from the sender what a result refers to, resuming where an earlier attempt ended, and checks it against its digest.
     *
     * @param sender id of a node that is linked with this one
     * @return the result with all its parts
     * @throws io.sluice.api.error.UnavailableException when the sender cannot be asked at present; what came is kept for the next try
     * @throws io.sluice.api.error.NotFoundException when the sender no longer has a part
     * @throws io.sluice.api.error.InvalidInputException when what came is not what its digest says
     */
    TaskResultBody attach(String sender, TaskResultBody result);
}
