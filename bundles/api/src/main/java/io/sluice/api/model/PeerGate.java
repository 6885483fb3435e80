package io.sluice.api.model;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells whether a request for packages comes from a gateway that is trusted to ask, and proves this gateway to it: by HTTP message
 * signatures (RFC 9421) with the gateways' own keys. Thread-safe.
 */
@ProviderType
public interface PeerGate {

    /**
     * Lets a request in.
     *
     * @throws io.sluice.api.error.RejectedException when it does not prove whose it is; to be answered with 401
     */
    Admission admit(PeerRequest request);

    /** A request that was let in. Used by one thread. */
    interface Admission {

        /** Name of the gateway that asks; empty where requests need no proof. */
        Optional<String> peer();

        /**
         * To be called with what was really sent, before the last of it is used.
         *
         * @param sha256 of the request's body
         * @throws io.sluice.api.error.RejectedException when another body was signed
         */
        void checkBody(byte[] sha256);

        /**
         * Header fields by which the answer proves itself.
         *
         * @param status of the answer
         * @param contentDigest value of its field Content-Digest; empty for none
         */
        Map<String, String> prove(int status, String contentDigest);
    }
}
