package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Member.State;
import org.jivesoftware.openfire.plugin.cloudnotify.soak.Member.Wish;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;

/**
 * A room and its members (behaviour §9): they come and go, join and are told the history, speak and hear themselves, fall silent,
 * hibernate, time out, and change what they want to hear.
 */
final class Club extends ClubTalk {

    Club(Soak soak, Scenario scenario, int size, Random random) {
        super(soak, scenario, size, random);
    }

    @Override
    List<Member> phones() {
        return members;
    }

    @Override
    void live() {
        Member member = members.get(random.nextInt(members.size()));
        int chance = random.nextInt(100);
        if (chance < 45) {
            talk();
            return;
        }
        switch (member.state) {
            case ABSENT -> {
                if (chance < 55 && !membersOnly) {
                    affiliate(member);
                } else {
                    login(member);
                }
            }
            case ONLINE -> {
                if (chance < 75) {
                    join(member, chance < 55);
                } else if (chance < 85) {
                    detach(member, State.SLEEPING_ELSEWHERE);
                } else if (chance < 93) {
                    choose(member);
                } else {
                    leave(member);
                }
            }
            case OCCUPANT -> {
                if (chance < 60) {
                    detach(member, State.SLEEPING_OCCUPANT);
                } else if (chance < 72) {
                    silence(member);
                } else if (chance < 80) {
                    leaveRoom(member);
                } else if (chance < 90) {
                    choose(member);
                } else {
                    leave(member);
                }
            }
            case SILENT -> {
                if (chance < 80) {
                    lose(member);
                } else {
                    speak(member);
                }
            }
            default -> resume(member);
        }
        soak.count("MEMBER " + member.state);
    }

    private void login(Member member) {
        member.note("login");
        settle(member);
        if (member.node == null && random.nextBoolean()) {
            member.registerAnother();
        }
        member.connect(0, false);
        if (member.node == null) {
            member.enroll();
        }
        member.settle();
        member.state = State.ONLINE;
    }

    /** Perhaps without acknowledging what it is told of old, which then waits in its session: nothing is due for it. */
    private void join(Member member, boolean andIsGone) {
        member.note("join");
        member.join();
        member.state = State.OCCUPANT;
        if (andIsGone) {
            member.hear();
            member.cut();
            member.state = State.SLEEPING_OCCUPANT;
        }
        acknowledge();
    }

    private void leaveRoom(Member member) {
        member.note("leave the room");
        member.leaveRoom();
        member.state = State.ONLINE;
        acknowledge();
    }

    private void detach(Member member, State state) {
        member.note("detach");
        member.quiet();
        member.cut();
        member.state = state;
    }

    private void silence(Member member) {
        member.note("silence");
        member.quiet();
        member.state = State.SILENT;
    }

    private void lose(Member member) {
        member.note("lose");
        member.hear();
        member.unacked.forEach(said -> sleeps(member, said));
        member.cut();
        member.state = State.SLEEPING_OCCUPANT;
    }

    private void speak(Member member) {
        member.note("speak");
        settle(member);
        member.unacked.clear();
        member.quiet();
        member.settle();
        member.state = State.OCCUPANT;
    }

    private void resume(Member member) {
        member.note("resume");
        settle(member);
        member.resume();
        member.unacked.clear();
        member.quiet();
        member.settle();
        member.state = member.state == State.SLEEPING_OCCUPANT ? State.OCCUPANT : State.ONLINE;
    }

    private void leave(Member member) {
        member.note("leave");
        member.quiet();
        member.close();
        member.state = State.ABSENT;
        acknowledge();
    }

    private void choose(Member member) {
        Wish wish = Wish.values()[random.nextInt(3)];
        if (random.nextInt(3) > 0 || wish == Wish.MENTIONS || !member.affiliated) {
            member.note("bookmarks " + wish);
            member.bookmark(wish);
        } else {
            member.note("chooses " + wish);
            member.choose(wish);
        }
        acknowledge();
    }

    /** While nobody of the user is there: nobody is told. */
    private void affiliate(Member member) {
        member.note("affiliation");
        Rooms.affiliate(host, room, member.user, member.affiliated ? "none" : "member");
        member.affiliated = !member.affiliated;
    }

    private void settle(Member member) {
        for (String node : new String[] {member.node, member.offNode}) {
            if (node != null) {
                ledger.settle(node);
            }
        }
    }

    @Override
    void settle() {
        members.forEach(this::settle);
    }

    /** Nothing is due for it: what waits was pushed, and what a room said Openfire drops, or sends back. */
    @Override
    void beforeExpiry() {
        members.forEach(this::settle);
    }

    @Override
    void afterExpiry() {
        members.stream().filter(each -> each.state == State.SLEEPING_OCCUPANT || each.state == State.SLEEPING_ELSEWHERE).forEach(each -> {
            each.await("timed out", () -> each.session() == null);
            each.note("timed out");
            each.state = State.ABSENT;
            each.unacked.clear();
        });
        acknowledge();
    }

    @Override
    void duringOutage() {
        diary.note("outage");
        talk();
    }

    @Override
    void afterOutage() {
        diary.note("the service is back");
        for (Member member : members) {
            for (String node : new String[] {member.node, member.offNode}) {
                if (node != null && ledger.pooled(node)) {
                    ledger.awaitPool(node);
                    ledger.drain(node);
                }
            }
        }
    }

    @Override
    void afterReload() {
        diary.note("reloaded");
        members.stream().filter(each -> each.state == State.ONLINE || each.state == State.OCCUPANT).forEach(Member::settle);
    }

    @Override
    void finish() {
        for (Member member : members) {
            switch (member.state) {
                case ABSENT -> login(member);
                case SILENT -> speak(member);
                case SLEEPING_OCCUPANT, SLEEPING_ELSEWHERE -> resume(member);
                default -> { }
            }
        }
        members.forEach(this::settle);
    }
}
