package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The app says which group chats push, and when. An allow-list: a room that is not in it never pushes, and an empty list lets none. An app
 * that does not ask has no list, which says nothing of any room.
 */
public final class GroupchatFilter implements Feature<GroupchatFilter.Rooms> {

    /** The namespace of what is asked for. */
    public static final String NAMESPACE = "tigase:push:filter:groupchat:0";
    /** How many rooms one registration can list. */
    static final int MOST = 1_000;

    GroupchatFilter() {
    }

    /** When a room pushes. */
    public enum Allow {
        /** For every important message. */
        ALWAYS,
        /** Where the user is mentioned. */
        MENTIONED,
        /** For none. */
        NEVER
    }

    /**
     * What the list says of one room.
     *
     * @param allow when it pushes
     * @param nickname what the user is called there, as far as the app says, or null
     */
    public record Rule(Allow allow, @Nullable String nickname) {

        /** Checks. */
        public Rule {
            Objects.requireNonNull(allow);
        }
    }

    /**
     * An app's list.
     *
     * @param rules by the bare addresses of the rooms
     */
    public record Rooms(Map<String, Rule> rules) {

        private static final Rule NOT_LISTED = new Rule(Allow.NEVER, null);

        /** Copies. */
        public Rooms {
            rules = Map.copyOf(rules);
        }

        /**
         * @param room the bare address of a room
         * @return what holds for it: never null, since rooms that are not listed never push
         */
        public Rule of(String room) {
            return rules.getOrDefault(room, NOT_LISTED);
        }
    }

    @Override
    public String name() {
        return "groupchat";
    }

    @Override
    public List<String> announced() {
        return List.of(NAMESPACE);
    }

    @Override
    public @Nullable Rooms read(Element enable) throws Refusal {
        Element filter = Asked.child(enable, "groupchat", NAMESPACE);
        if (filter == null) {
            return null;
        }
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (Object child : filter.elements("room")) {
            Element room = (Element) child;
            if (rules.putIfAbsent(Asked.bareJid(room), rule(room)) != null) {
                throw Refusal.badRequest("Each room can be listed once.");
            }
            if (rules.size() > MOST) {
                throw Asked.tooMany("groupchat", MOST);
            }
        }
        return new Rooms(rules);
    }

    private static Rule rule(Element room) throws Refusal {
        Allow allow = switch (room.attributeValue("allow", "")) {
            case "always" -> Allow.ALWAYS;
            case "mentioned" -> Allow.MENTIONED;
            case "never" -> Allow.NEVER;
            default -> throw Refusal.badRequest("The attribute 'allow' of a room is always, mentioned or never.");
        };
        String nickname = room.attributeValue("nick");
        if (nickname != null && (nickname.length() > Asked.LONGEST_NAME || nickname.indexOf('\n') >= 0)) {
            throw Refusal.badRequest("The attribute 'nick' of a room is no nickname.");
        }
        return new Rule(allow, nickname == null || nickname.isBlank() ? null : nickname);
    }

    /** One line for each room: the first letter of what is allowed, the room, and after a blank the nickname, if there is one. */
    @Override
    public String write(Rooms wish) {
        StringBuilder text = new StringBuilder();
        wish.rules().forEach((room, rule) -> text.append(text.isEmpty() ? "" : "\n").append(rule.allow().name().charAt(0)).append(room)
            .append(rule.nickname() == null ? "" : " " + rule.nickname()));
        return text.toString();
    }

    @Override
    public Rooms parse(String text) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
            int end = line.indexOf(' ');
            rules.put(line.substring(1, end < 0 ? line.length() : end), new Rule(allow(line.charAt(0)), end < 0 ? null
                : line.substring(end + 1)));
        }
        return new Rooms(rules);
    }

    private static Allow allow(char letter) {
        for (Allow allow : Allow.values()) {
            if (allow.name().charAt(0) == letter) {
                return allow;
            }
        }
        throw new IllegalArgumentException("This is no list of rooms");
    }
}
