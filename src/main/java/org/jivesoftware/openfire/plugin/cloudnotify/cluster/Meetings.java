package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who else runs the plugin: nodes make themselves known, and what one told before it was known counts as not heard. Thread-safe. */
final class Meetings {

    private static final Logger LOG = LoggerFactory.getLogger(Meetings.class);

    private final ClusterTransport transport;
    private final Registrations registrations;
    private final DeviceEvents devices;
    private final ServiceNews services;
    private final Member self;
    private final Members members;
    private final Questions questions;
    private final Post post;
    private volatile boolean closed;

    Meetings(ClusterTransport transport, Registrations registrations, DeviceEvents devices, ServiceNews services, Member self,
             Members members, Questions questions, Post post) {
        this.transport = transport;
        this.registrations = registrations;
        this.devices = devices;
        this.services = services;
        this.self = self;
        this.members = members;
        this.questions = questions;
        this.post = post;
    }

    /** Nobody is met any more. */
    void close() {
        closed = true;
    }

    /** This node, or another, joined or left: what was told meanwhile is not known. */
    void membersChanged() {
        registrations.forgetPart(0, 1);
        begin();
    }

    /** Makes this node known, and looks who else is there. Waits for nothing. */
    void begin() {
        transport.perform(this::meet);
    }

    /** Makes this node known, and looks who else is there. May wait for the network. */
    private void meet() {
        if (closed) {
            return;
        }
        if (transport.clustered()) {
            transport.announce(self.text());
        }
        Map<String, Member> all = new HashMap<>();
        if (transport.clustered()) {
            transport.announced().forEach((node, text) -> {
                Member member = Member.read(text);
                if (member != null) {
                    all.put(node, member);
                }
            });
        }
        List<String> before = members.all();
        members.are(all).forEach((node, meeting) -> met(node, Objects.requireNonNull(all.get(node), "Who is met is one of all"), meeting));
        before.stream().filter(node -> !all.containsKey(node)).forEach(questions::left);
        if (!all.isEmpty()) {
            post.sendNow(List.of());
        }
    }

    /** A node says that it leaves. */
    void left(String node) {
        members.left(node);
        questions.left(node);
    }

    /** A node tells something, and who it is. */
    void heard(String node, Member member) {
        met(node, member, members.heard(node, member));
    }

    private void met(String node, Member member, Members.Meeting meeting) {
        if (meeting == Members.Meeting.KNOWN) {
            return;
        }
        if (!member.version().equals(self.version())) {
            LOG.warn("Cluster node {} has version {} of Cloud Notify, this one {}. They understand each other, but all nodes should have"
                + " the same", new Object[] {node, member.version(), self.version()});
        }
        LOG.debug("Cluster node {} runs Cloud Notify {}: {}", new Object[] {node, member.version(), meeting});
        // What it told before it was known here, nobody heard.
        registrations.forgetPart(0, 1);
        if (meeting == Members.Meeting.BACK) {
            devices.uncertain();
        }
        services.nodeMet();
    }
}
