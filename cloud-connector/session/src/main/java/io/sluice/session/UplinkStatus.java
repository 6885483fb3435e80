package io.sluice.session;

import io.sluice.api.link.LinkState;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.tls.TlsTrouble;
import io.sluice.support.status.StatusReports;
import java.util.Map;

/** Tells as a status how this node's registration with one upper node goes, and keeps the link's state. */
public final class UplinkStatus implements Uplink.Listener {

    private final StatusReports reports;
    private final Subject subject;
    private final String place;
    private final PeerLink link;

    /** @param place where the upper node is, for people */
    public UplinkStatus(StatusReports reports, Subject subject, String place, PeerLink link) {
        this.reports = reports;
        this.subject = subject;
        this.place = place;
        this.link = link;
    }

    @Override
    public void distrusted(String upper, TlsTrouble trouble) {
        link.become(upper, LinkState.REFUSED);
        reports.report(subject, Health.FAILED, trouble.code(), trouble.message(), trouble.remedy(), trouble.details());
    }

    @Override
    public void changed(LinkState state, String upper, String reason) {
        link.become(upper, state);
        Map<String, String> details = Map.of("place", place, "reason", reason);
        switch (state) {
            case ONLINE -> reports.report(subject, Health.OK, "link.registered",
                    "This node is registered at " + place + ".", "", Map.of("place", place));
            case CONNECTING -> reports.report(subject, Health.DEGRADED, "link.connecting",
                    "This node is not registered at " + place + " yet: " + reason,
                    "Check the address and the network; it is tried again by itself.", details);
            case AWAY -> reports.report(subject, Health.DEGRADED, "link.away",
                    "The node at " + place + " cannot be reached any more: " + reason,
                    "Check the network; this node goes on by itself and registers again.", details);
            case REFUSED -> reports.report(subject, Health.FAILED, "link.refused",
                    "The node at " + place + " does not let this one in: " + reason,
                    "Check the device id and the password on both sides; it is tried again every minute.", details);
            case SIGNED_OFF -> reports.gone(subject);
        }
    }
}
