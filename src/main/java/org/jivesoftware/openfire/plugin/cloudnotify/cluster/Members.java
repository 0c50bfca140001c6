package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other nodes run the plugin. A node that was away and is back with the same instance was split off: what happened there meanwhile
 * nobody told. Bounded; thread-safe.
 */
final class Members {

    private static final int MAX_GONE = 100;

    // All guarded by this.
    private final Map<String, Member> present = new HashMap<>();
    private final Set<Long> gone = new LinkedHashSet<>();
    private final Set<String> silent = new HashSet<>();

    /** What a node that was heard of means. */
    enum Meeting {
        /** It is known. */
        KNOWN,
        /** It was not there before. */
        NEW,
        /** It was away. */
        BACK
    }

    /** A node was heard from. */
    synchronized Meeting heard(String node, Member member) {
        silent.remove(node);
        return met(node, member);
    }

    private Meeting met(String node, Member member) {
        Member before = present.put(node, member);
        if (member.equals(before)) {
            return Meeting.KNOWN;
        }
        if (before != null) {
            away(before);
        }
        return gone.remove(member.instance()) ? Meeting.BACK : Meeting.NEW;
    }

    /** @return what became of each that is new or back; whoever is not listed left */
    synchronized Map<String, Meeting> are(Map<String, Member> all) {
        for (String node : List.copyOf(present.keySet())) {
            if (!all.containsKey(node)) {
                left(node);
            }
        }
        Map<String, Meeting> news = new HashMap<>();
        all.forEach((node, member) -> news.put(node, met(node, member)));
        news.values().removeIf(meeting -> meeting == Meeting.KNOWN);
        return news;
    }

    synchronized void left(String node) {
        Member before = present.remove(node);
        silent.remove(node);
        if (before != null) {
            away(before);
        }
    }

    private void away(Member member) {
        gone.add(member.instance());
        if (gone.size() > MAX_GONE) {
            Iterator<Long> oldest = gone.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** A node did not answer in time: nobody waits for it until it is heard from. */
    synchronized void silent(String node) {
        if (present.containsKey(node)) {
            silent.add(node);
        }
    }

    /** @return all that run the plugin */
    synchronized List<String> all() {
        return List.copyOf(present.keySet());
    }

    /** @return those of them that answer, as far as anybody knows */
    synchronized Set<String> answering() {
        Set<String> nodes = new HashSet<>(present.keySet());
        nodes.removeAll(silent);
        return nodes;
    }

    /** @return what runs on a node, or null */
    synchronized @Nullable Member of(String node) {
        return present.get(node);
    }
}
