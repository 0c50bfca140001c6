package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Member.State;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** What is said in a room, and for whom a push is due by that. */
abstract class ClubTalk extends Life {

    final boolean membersOnly;
    final String room;
    final RawClient host;
    final List<Member> members = new ArrayList<>();
    final Ledger ledger;
    int serial;

    ClubTalk(Soak soak, Scenario scenario, int size, Random random) {
        super(soak, "a room", random);
        this.ledger = soak.ledger();
        this.membersOnly = random.nextBoolean();
        this.host = scenario.raw(scenario.user("host"), "h").enableStreamManagement(false);
        host.available();
        this.room = Rooms.create(scenario, host, "membersonly", membersOnly ? "1" : "0", "roomname", "club", "publicroom", "1", "whois",
            "moderators", "enable_registration", "1");
        for (int i = 0; i < size; i++) {
            var member = new Member(this, scenario.user("member"), i);
            members.add(member);
            // Before it has a registration, which the invitation that follows would wake.
            Rooms.affiliate(host, room, member.user, "member");
        }
        diary.note(room + (membersOnly ? " for members only" : " open to all"));
    }

    /** Something is said, by one who is in the room, and all hear it who are. */
    void talk() {
        int count = 1 + random.nextInt(3);
        List<Member> speakers = members.stream().filter(each -> each.state == State.OCCUPANT).toList();
        Member speaker = speakers.isEmpty() || random.nextBoolean() ? null : speakers.get(random.nextInt(speakers.size()));
        for (int i = 0; i < count; i++) {
            Member mentioned = random.nextInt(3) > 0 ? null : members.get(random.nextInt(members.size()));
            // A nickname is known by the bookmark, or where it was chosen; in an open room the last one is, as long as the plugin runs.
            boolean byName = mentioned != null && mentioned.bookmark != null && random.nextBoolean();
            String text = random.nextInt(4) == 0 ? "Equal in " + room.substring(0, 12) : room.substring(5, 12) + " #" + ++serial;
            say(Said.of(speaker, text, mentioned, byName));
        }
        soak.count("SAID", count);
        acknowledge();
    }

    void say(Said said) {
        members.stream().filter(each -> each != said.speaker()).forEach(each -> hears(each, said));
        diary.note(said.toString());
        RawClient client = said.speaker() == null ? host : said.speaker().client;
        client.send(said.xml(room));
        Writers.routed(client);
    }

    /** What follows from it for one member. Who says it is woken on no device. */
    void hears(Member member, Said said) {
        if (member.offNode != null && member.wakesWhoIsAway(said)) {
            due(said, member.offNode);
        }
        switch (member.state) {
            case ABSENT, SLEEPING_ELSEWHERE -> {
                if (member.wakesWhoIsAway(said)) {
                    due(said, member.node);
                }
            }
            case SLEEPING_OCCUPANT -> sleeps(member, said);
            case SILENT -> {
                member.unacked.add(said);
                if (soak.rules().ackDelay()) {
                    sleeps(member, said);
                }
            }
            // In the room it hears it. Elsewhere, a device that is in use could have joined.
            default -> { }
        }
    }

    void sleeps(Member member, Said said) {
        if (member.wakesWhoSleeps(said)) {
            due(said, member.node);
        }
    }

    void due(Said said, String node) {
        if (node != null && said.due().add(node)) {
            ledger.expect(node, said.text());
        }
    }

    void acknowledge() {
        members.stream().filter(each -> each.state == State.OCCUPANT || each.state == State.ONLINE).forEach(Member::quiet);
    }
}
