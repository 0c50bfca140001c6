package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityFilter;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog.Found;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.NotifyOn;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is so with a user, whatever was decided: all that may keep a phone from ringing, in words, what matters most first. */
final class Situation {

    private static final Logger LOG = LoggerFactory.getLogger(Situation.class);
    private static final int MOST_SESSIONS = 20;
    private static final int MOST_ROOMS = 50;

    /** How a line looks; there is a word for it, too. */
    private enum Mark { GOOD, BAD, PLAIN }

    private final Console console;
    private final Texts texts;
    private final String user;
    private final boolean decisions;
    private final List<Map<String, ?>> lines = new ArrayList<>();

    private Situation(Console console, Texts texts, String user, boolean decisions) {
        this.decisions = decisions;
        this.console = Objects.requireNonNull(console);
        this.texts = Objects.requireNonNull(texts);
        this.user = Objects.requireNonNull(user);
    }

    /**
     * @param console knows it
     * @param texts the language
     * @param user the local part
     * @param decisions whether what was decided stands below
     * @return one sentence for each thing
     */
    static List<Map<String, ?>> of(Console console, Texts texts, String user, boolean decisions) {
        Situation situation = new Situation(console, texts, user, decisions);
        try {
            situation.find();
        } catch (StoreException e) {
            LOG.warn("The console could not look for the devices of {}", user, e);
            situation.add(Mark.BAD, texts.get("error.database"));
        }
        return situation.lines;
    }

    private void find() throws StoreException {
        List<Row> devices = UserServlet.rows(console.search(), user);
        if (!console.users().exists(user)) {
            add(Mark.BAD, texts.get("situation.no-account", user));
            for (String name : console.users().similar(user)) {
                add(Mark.PLAIN, texts.get("situation.similar", name), ActivityQuery.of(name).url());
            }
        } else {
            account(devices);
            nothing(devices);
        }
    }

    private void account(List<Row> devices) throws StoreException {
        if (console.users().lockedNow(user)) {
            add(Mark.BAD, texts.get("situation.locked", user));
        }
        if (devices.isEmpty()) {
            add(Mark.BAD, texts.get("situation.no-device", user));
        }
        for (Row device : devices) {
            device(device);
        }
        sessions(devices);
        if (!devices.isEmpty()) {
            offline();
            wishes();
            rooms();
        }
    }

    private void device(Row device) {
        Registration registration = device.registration();
        DeviceState state = DeviceState.of(registration, console, texts);
        String name = texts.get("registrations.one.no-node", registration.key().destination().service().name(), registration.resource());
        add(state.good() ? Mark.GOOD : Mark.BAD, texts.get("situation.device", name, state.words()), Place.device(registration.key()));
        if (registration.wishes() != null) {
            String fewer = registration.wishes().features().stream()
                .filter(feature -> Stream.of("muted", "groupchat", "ignore-unknown").anyMatch(feature::equals))
                .map(feature -> texts.get("feature." + feature)).collect(Collectors.joining(", "));
            if (!fewer.isEmpty()) {
                add(Mark.PLAIN, texts.get("situation.app", name, fewer));
            }
        }
    }

    private void sessions(List<Row> devices) {
        List<SessionView> sessions = console.users().sessions(user);
        for (SessionView session : sessions.stream().limit(MOST_SESSIONS).toList()) {
            Instant since = session.since();
            String when = since == null ? texts.get("figure.unknown") : texts.time(since);
            switch (session.kind()) {
                case MANAGED -> add(Mark.PLAIN, texts.get("situation.connected", session.resource()));
                case UNWATCHED -> add(Mark.PLAIN, texts.get("situation.unwatched", session.resource()));
                case SILENT -> add(Mark.BAD, texts.get("situation.silent", session.resource()));
                case UNMANAGED -> add(Mark.BAD, texts.get("situation.unmanaged", session.resource()));
                case HIBERNATED -> add(Mark.PLAIN, since == null ? texts.get("situation.hibernated", session.resource())
                    : texts.get("situation.hibernated.since", session.resource(), when));
                default -> throw new IllegalStateException("Not a kind: " + session.kind());
            }
        }
        int elsewhere = console.users().elsewhere(user);
        if (elsewhere > 0) {
            add(Mark.PLAIN, texts.get("situation.elsewhere", texts.number(elsewhere)));
        } else if (sessions.isEmpty()) {
            add(Mark.PLAIN, texts.get("situation.no-session"));
        }
        boolean gone = sessions.isEmpty() ? elsewhere == 0 : sessions.stream().anyMatch(session -> session.kind() == Kind.HIBERNATED
            || session.kind() == Kind.SILENT);
        boolean there = elsewhere > 0 || sessions.stream().anyMatch(session -> session.kind() != Kind.HIBERNATED
            && session.kind() != Kind.SILENT);
        if (there && devices.stream().anyMatch(device -> isAway(device.registration(), sessions))) {
            add(Mark.PLAIN, texts.get("situation.read-there"));
        } else if (gone && isPushed(devices)) {
            add(Mark.PLAIN, texts.get(decisions ? "situation.pushed" : "situation.pushed.elsewhere"));
        }
    }

    /** It is not connected, whether or not it has a session that can be resumed. */
    private static boolean isAway(Registration device, List<SessionView> sessions) {
        return sessions.stream().noneMatch(session -> session.resource().equals(device.resource()) && session.kind() != Kind.HIBERNATED);
    }

    /** Nothing of what is so keeps all pushes back; what kept one back is in its line of the activity. */
    private boolean isPushed(List<Row> devices) {
        return console.users().offline(user) == OfflinePolicy.STORES
            && devices.stream().anyMatch(device -> DeviceState.of(device.registration(), console, texts).good());
    }

    private void offline() {
        switch (console.users().offline(user)) {
            case BOUNCES -> add(Mark.BAD, texts.get("situation.bounces"));
            case DROPS -> add(Mark.BAD, texts.get("situation.drops"));
            case FULL_BOUNCES, FULL_DROPS -> add(Mark.BAD, texts.get("situation.full"));
            default -> { }
        }
    }

    private void wishes() throws StoreException {
        if (console.users().hides(user)) {
            add(Mark.PLAIN, texts.get("situation.hides"));
        }
        if (console.users().blocks(user)) {
            add(Mark.PLAIN, texts.get("situation.blocks"));
        }
        if (console.settings().get(Settings.NOTIFY_ON) == NotifyOn.IMPORTANT) {
            add(Mark.PLAIN, texts.get("situation.important"));
        }
        Integer wish = console.users().grace(user);
        int grace = wish == null ? console.settings().get(Settings.GRACE) : wish;
        if (grace > 0) {
            add(Mark.PLAIN, texts.get(wish == null ? "situation.grace" : "situation.grace.own", texts.duration(grace)));
        }
        GroupChats chats = console.settings().get(Settings.GROUP_CHATS);
        add(Mark.PLAIN, texts.get(switch (chats) {
            case MEMBERS -> "situation.rooms-members";
            case ASKED -> "situation.rooms-asked";
            case NEVER -> "situation.rooms-never";
        }));
    }

    private void rooms() throws StoreException {
        List<RoomChoice> choices = console.users().rooms(user);
        for (RoomChoice choice : choices.stream().limit(MOST_ROOMS).toList()) {
            add(Mark.PLAIN, texts.get("situation.room." + choice.kind().name().toLowerCase(Locale.ROOT), choice.room()));
        }
        if (choices.size() > MOST_ROOMS) {
            add(Mark.PLAIN, texts.get("situation.room-more", texts.number(choices.size() - MOST_ROOMS)));
        }
    }

    /** Why there is no decision, where there is none. */
    private void nothing(List<Row> devices) {
        Found found = console.activity().find(new ActivityFilter(user, true, null, "", "", null, null), Long.MAX_VALUE, 1);
        if (found.fitting() > 0) {
            return;
        }
        Instant since = found.since();
        if (devices.isEmpty()) {
            add(Mark.PLAIN, texts.get("situation.nothing.no-device"));
        } else {
            add(Mark.PLAIN, since == null ? texts.get("situation.nothing") : texts.get("situation.nothing.since", texts.time(since)));
        }
    }

    private void add(Mark mark, String text) {
        add(mark, text, null);
    }

    private void add(Mark mark, String text, @Nullable String link) {
        Map<String, Object> line = new HashMap<>();
        line.put("text", text);
        line.put("link", link);
        line.put("good", mark == Mark.GOOD);
        line.put("bad", mark == Mark.BAD);
        lines.add(line);
    }
}
