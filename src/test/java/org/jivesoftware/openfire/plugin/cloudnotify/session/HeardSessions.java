package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** Hears what sessions tell, and keeps it in words. */
class HeardSessions implements SessionListener {

    final List<String> told = new ArrayList<>();
    final List<Waiting> waitings = new ArrayList<>();
    /** What sessions acknowledged, in words. */
    final List<String> seen = new ArrayList<>();

    @Override
    public void hibernated(Waiting waiting) {
        tell("hibernated", waiting);
    }

    @Override
    public void unacknowledged(Waiting waiting) {
        tell("late", waiting);
    }

    @Override
    public void acknowledged(Waiting waiting, Duration after) {
        told.add("acked " + text(waiting) + " after " + after.toMillis());
    }

    @Override
    public void lost(Waiting waiting) {
        tell("lost", waiting);
    }

    @Override
    public void seen(Waiting acknowledged) {
        seen.add(text(acknowledged) + " " + acknowledged.binding().resource());
    }

    @Override
    public void online(String username, Binding binding) {
        told.add("online " + binding.resource());
    }

    @Override
    public void perhapsOnline(String username, Binding binding) {
        told.add("perhaps online " + String.join(" ", binding.candidates().stream().map(RegistrationKey::node).sorted().toList()));
    }

    private void tell(String what, Waiting waiting) {
        waitings.add(waiting);
        told.add(what + " " + text(waiting) + " " + waiting.binding().resource());
    }

    private static String text(Waiting waiting) {
        return (waiting.stanza().body() == null ? waiting.stanza().kind().toString() : waiting.stanza().body()) + " #"
            + waiting.travelling().journey().number();
    }

    List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}
