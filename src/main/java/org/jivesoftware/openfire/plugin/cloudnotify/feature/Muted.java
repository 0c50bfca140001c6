package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jspecify.annotations.Nullable;

/** The app wants no pushes for some chats: for what these bare addresses send. */
public final class Muted implements Feature<Set<String>> {

    /** The namespace of what is asked for. */
    public static final String NAMESPACE = "tigase:push:filter:muted:0";
    /** How many chats one registration can mute. */
    static final int MOST = 1_000;

    Muted() {
    }

    @Override
    public String name() {
        return "muted";
    }

    @Override
    public List<String> announced() {
        return List.of(NAMESPACE);
    }

    @Override
    public @Nullable Set<String> read(Element enable) throws Refusal {
        Element muted = Asked.child(enable, "muted", NAMESPACE);
        if (muted == null) {
            return null;
        }
        Set<String> chats = new LinkedHashSet<>();
        for (Object child : muted.elements("item")) {
            chats.add(Asked.bareJid((Element) child));
            if (chats.size() > MOST) {
                throw Asked.tooMany("muted", MOST);
            }
        }
        return chats.isEmpty() ? null : chats;
    }

    @Override
    public String write(Set<String> wish) {
        return String.join("\n", wish);
    }

    @Override
    public Set<String> parse(String text) {
        return Set.of(text.split("\n"));
    }
}
