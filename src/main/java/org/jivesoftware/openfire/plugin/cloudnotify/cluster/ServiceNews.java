package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;

/** Tells other nodes what is found out here about push services, and tells here what they found out. Thread-safe. */
final class ServiceNews implements ServiceListener {

    private final ServiceEvents events;
    private final Consumer<ClusterMessage> others;

    ServiceNews(ServiceEvents events, Consumer<ClusterMessage> others) {
        this.events = Objects.requireNonNull(events);
        this.others = Objects.requireNonNull(others);
    }

    void start() {
        events.addListener(this);
    }

    @Override
    public void fails(PushService service, Where where) {
        if (where == Where.HERE) {
            others.accept(new ClusterMessage.ServiceFails(service));
        }
    }

    @Override
    public void works(PushService service, Where where) {
        if (where == Where.HERE) {
            others.accept(new ClusterMessage.ServiceWorks(service));
        }
    }

    @Override
    public void unclaimed(ErrorOfRelay error, Where where) {
        if (where == Where.HERE) {
            others.accept(new ClusterMessage.Unclaimed(error));
        }
    }

    /** Another node was met. */
    void nodeMet() {
        events.met();
    }

    /** Another node told something, maybe of a service. */
    void received(ClusterMessage message) {
        if (message instanceof ClusterMessage.ServiceFails failing) {
            events.fails(failing.service(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.ServiceWorks working) {
            events.works(working.service(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Unclaimed unclaimed) {
            events.unclaimed(unclaimed.error(), Where.ELSEWHERE);
        }
    }
}
